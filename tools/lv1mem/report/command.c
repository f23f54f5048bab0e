// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem report: options, the order of the questions, and the file.
 */
#include <libgen.h>
#include <time.h>

#include "report.h"

static const struct option options[] = {
	{ "output", required_argument, NULL, 'o' },
	{ "reference", no_argument, NULL, 'r' },
	{ "svg", required_argument, NULL, 's' },
	{ "json", no_argument, NULL, 'j' },
	{ "help", no_argument, NULL, 'h' },
	{ 0 },
};

static int no_memory(void)
{
	return report(-ENOMEM, 0, "report: %s", strerror(ENOMEM));
}

static bool is_stdout(const char *name)
{
	return name && !strcmp(name, "-");
}

static int parse(struct findings *findings, int argc, char **argv)
{
	int option;

	while ((option = next_option(argc, argv, "o:rjh", options)) != -1) {
		if (option == 'h')
			return STATUS_HELP;
		if (option == '?')
			return STATUS_WRONG_USAGE;
		if (option == 'o')
			findings->output = optarg;
		else if (option == 's')
			findings->svg = optarg;
		else
			findings->reference = true;
	}
	if (optind < argc)
		print_error("report: unexpected argument: %s", argv[optind]);
	else if (is_stdout(findings->output) || is_stdout(findings->svg))
		print_error("report: --output and --svg need a file; --json writes to stdout");
	else
		return STATUS_DONE;
	return STATUS_WRONG_USAGE;
}

/*
 * After a rename, fsync() of the directory is not enough on FAT: where the file begins and how
 * long it is goes to the new name's entry when its inode is written.
 */
static int sync_file_system(const char *name)
{
	char *copy = strdup(name);
	int fd = copy ? open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	int err = fd < 0 || syncfs(fd) ? -errno : 0;

	if (fd >= 0)
		close(fd);
	free(copy);
	return err;
}

static int write_file(const struct findings *findings, const char *name)
{
	FILE *file = fopen(name, "wxe");
	int err = 0;

	if (!file)
		return -errno;
	json_use(file);
	findings_write(findings);
	json_use(stdout);
	if (fflush(file) || fsync(fileno(file)))
		err = -errno;
	if (fclose(file) && !err)
		err = -errno;
	if (err)
		unlink(name);
	return err;
}

/* Replace the file as a whole: it is a document whenever the machine hangs. */
static int replace_file(const struct findings *findings)
{
	char *part;
	int err;

	if (asprintf(&part, "%s.part", findings->output) < 0)
		return -ENOMEM;
	err = write_file(findings, part);
	if (!err && rename(part, findings->output))
		err = -errno;
	free(part);
	return err ? err : sync_file_system(findings->output);
}

/* Save all answers so far. If that fails, there is a message, and no file from then on. */
static void save(struct findings *findings)
{
	int err = findings->output ? replace_file(findings) : 0;

	if (!err)
		return;
	report(err, 0, "report: %s: %s", findings->output, strerror(-err));
	findings->output = NULL;
	findings->unsaved = true;
}

/* The report of a console that hung must not be lost when the next one begins. */
static int create(struct findings *findings)
{
	if (findings->output && !access(findings->output, F_OK))
		return report(-EEXIST, 0, "report: %s: %s", findings->output, strerror(EEXIST));
	save(findings);
	return findings->unsaved ? STATUS_REFUSED : STATUS_DONE;
}

/* Draw the answers so far as lv1mem sweep does. False after a message. */
static bool draw(const struct findings *findings)
{
	const char *const lists[SWEEP_INPUTS] = { NULL };
	struct sweep grids = { .reference = findings->reference };
	FILE *file = fopen(findings->svg, "we");
	const char *wrong = file ? NULL : strerror(errno);

	if (file && sweep_init(&grids, lists)) {
		facts_fill(findings, &grids);
		sweep_write_svg(&grids, file);
	}
	sweep_free(&grids);
	if (file)
		wrong = close_file(file);
	if (wrong)
		print_error("report: cannot write %s: %s", findings->svg, wrong);
	return !wrong;
}

/* @text is the new answer, which belongs to the fact from now on. */
static bool take_answer(struct fact *fact, char *text)
{
	char *both;

	if (!fact->value) {
		fact->value = text;
		return true;
	}
	if (strcmp(fact->value, text) && !fact->changed) {
		if (asprintf(&both, "%s, then %s", fact->value, text) < 0)
			return false;
		free(fact->value);
		fact->value = both;
		fact->changed = true;
	}
	free(text);
	return true;
}

static int ask(struct findings *findings, struct fact *fact)
{
	char *text = NULL;
	size_t size;
	FILE *answer = open_memstream(&text, &size);

	if (!answer)
		return no_memory();
	fact->ask(findings, fact, answer);
	if (fclose(answer))
		return no_memory();
	findings->asked++;
	/* Otherwise it may be half of an answer. */
	if (interrupted())
		free(text);
	else if (!take_answer(fact, text))
		return no_memory();
	return findings->sweep.release_err ? STATUS_REFUSED : STATUS_DONE;
}

/* Once a second, unless it would be within the document. */
static void show_progress(struct findings *findings)
{
	if (!isatty(STDERR_FILENO) || terminal_is_dumb() ||
	    (json_wanted() && isatty(STDOUT_FILENO)) || time(NULL) < findings->next_progress)
		return;
	fprintf(stderr, "\r\033[K%zu of %zu questions", findings->asked, findings->to_ask);
	findings->next_progress = time(NULL) + 1;
	findings->shows_progress = true;
}

/* LV1's answers are asked for twice. */
static size_t count_questions(const struct findings *findings)
{
	size_t last = findings->output ? findings->list.count : findings->untried;
	size_t count = 0;

	for (size_t i = 0; i < last; i++) {
		const struct fact *fact = &findings->list.facts[i];

		if (fact->ask)
			count += fact->kind == FACT_ANSWER ? 2 : 1;
	}
	return count;
}

/* Ask for all facts of a kind, except for those that nobody has tried. */
static int ask_all(struct findings *findings, enum fact_kind kind)
{
	int status = STATUS_DONE;

	for (size_t i = 0; i < findings->untried && !status && !interrupted(); i++) {
		struct fact *fact = &findings->list.facts[i];

		if (fact->kind != kind || !fact->ask)
			continue;
		show_progress(findings);
		status = ask(findings, fact);
	}
	return status;
}

/*
 * Ask for a fact twice. A console may hang at this one: the file has all facts so far, and the
 * name of this one.
 */
static int ask_untried(struct findings *findings, struct fact *fact)
{
	int status = STATUS_DONE;

	show_progress(findings);
	findings->trying = fact->name;
	save(findings);
	for (int i = 0; i < 2 && !status && findings->output; i++)
		status = ask(findings, fact);
	findings->trying = NULL;
	return status;
}

/*
 * Ask what is known to be harmless. LV1's answers are asked for twice, to see whether one
 * depends on what was asked before.
 */
static int ask_known(struct findings *findings)
{
	static const enum fact_kind kinds[] = { FACT_MACHINE, FACT_ANSWER, FACT_ANSWER, FACT_TIME };
	int status = STATUS_DONE;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]) && !status; i++) {
		status = ask_all(findings, kinds[i]);
		save(findings);
	}
	return status;
}

static int ask_all_untried(struct findings *findings)
{
	int status = STATUS_DONE;

	for (size_t i = findings->untried; i < findings->list.count && findings->output; i++) {
		if (!status && !interrupted())
			status = ask_untried(findings, &findings->list.facts[i]);
	}
	return status;
}

static void end_progress(const struct findings *findings)
{
	if (findings->shows_progress)
		fputs("\r\033[K", stderr);
}

/* Print why it ended early, if it did. Returns an exit status. */
static int judge(const struct findings *findings)
{
	const struct sweep *sweep = &findings->sweep;

	if (sweep->release_err) {
		print_refusal("release", sweep->release_err, sweep->release_status);
		print_error("report: ended early: 0x%" PRIx64 " could not be released",
			    sweep->release_addr);
		return STATUS_REFUSED;
	}
	if (interrupted()) {
		print_error("report: interrupted; its regions are released");
		return 128 + interrupted();
	}
	if (findings->reference && sweep_count(sweep).differing)
		return STATUS_REFUSED;
	return STATUS_DONE;
}

static int ask_and_show(struct findings *findings)
{
	int status = sweep_check_privilege(findings->context->fd, "report");
	bool drawn;

	if (!status)
		status = create(findings);
	if (status)
		return status;

	findings->to_ask = count_questions(findings);
	catch_interrupts();
	status = ask_known(findings);
	end_progress(findings);
	/* Before a call at which a console may hang. What is saved from now on syncs these, too. */
	if (!json_wanted())
		findings_print(findings);
	fflush(stdout);
	drawn = !findings->svg || draw(findings);
	if (!status)
		status = ask_all_untried(findings);
	end_progress(findings);
	findings->complete = !status && !interrupted() && findings->output;
	save(findings);
	if (json_is_due())
		findings_write(findings);
	else if (!json_wanted())
		findings_print_end(findings);
	/* There is a message already, unless a release failed. */
	if (findings->unsaved || !drawn || (status && !findings->sweep.release_err))
		return STATUS_REFUSED;
	return judge(findings);
}

static void free_findings(struct findings *findings)
{
	for (size_t i = 0; i < findings->list.count; i++) {
		struct fact *fact = &findings->list.facts[i];

		free(fact->name);
		free(fact->value);
		free(fact->topics);
	}
	while (findings->log_count)
		free(findings->log[--findings->log_count]);
	free(findings->log);
	free(findings->list.facts);
	free(findings->sweep.cells);
}

int run_report(struct context *context, int argc, char **argv)
{
	/* A short report shows no progress. */
	struct findings findings = { .context = context, .next_progress = time(NULL) + 2 };
	int status = parse(&findings, argc, argv);

	if (status)
		return status;
	if (!open_device(context, O_RDWR, &status))
		return status;
	if (machine_add(&findings) && facts_init(&findings))
		status = ask_and_show(&findings);
	else
		status = no_memory();
	free_findings(&findings);
	return status;
}

const char help_report[] =
	"Ask LV1 all that is worth knowing about its memory calls, show a summary, and\n"
	"write all answers to FILE, to be sent, and to be compared with lv1mem diff. It\n"
	"takes less than two minutes and releases all that it allocates. Needs\n"
	"CAP_SYS_RAWIO.\n"
	"\n"
	"  -o, --output FILE   write one JSON document to FILE, which must not exist.\n"
	"                      Only with it, and last, come the calls that nobody is\n"
	"                      known to have made on a console: FILE has the name of\n"
	"                      each before it is made, in case the console hangs\n"
	"  -r, --reference     compare with the reference page too\n"
	"      --svg FILE      draw the answers to what else is asked, as lv1mem sweep\n"
	"  -j, --json          write the document to stdout instead of the summary\n"
	"  -h, --help          this text\n"
	"\n"
	"Ctrl-C ends it early; FILE has the answers so far.\n"
	"\n"
	"Exit status: as for all subcommands; with --reference, also 1 if an answer\n"
	"differs; 130 after Ctrl-C, 143 after SIGTERM.\n"
	"\n"
	"Example:\n"
	"  lv1mem report --reference --output report.json\n";
