// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem list: the regions of all open files, from debugfs.
 */
#include "command.h"

#define REGIONS_FILE "/sys/kernel/debug/lv1mem/regions"

/* A row of the file, in its order. */
struct row {
	char pid[16];
	uint64_t lpar_addr;
	uint64_t length;
	uint64_t page_shift;
	uint64_t muid;
	uint64_t age;
	char state[16];
	char process[80];
};

static bool parse_row(const char *line, struct row *row)
{
	row->process[0] = '\0';
	/* The name of a program can be empty. */
	return sscanf(line,
		      "%15s %" SCNx64 " %" SCNu64 " %" SCNu64 " %" SCNu64
		      " %" SCNu64 " %15s %79[^\n]",
		      row->pid, &row->lpar_addr, &row->length, &row->page_shift,
		      &row->muid, &row->age, row->state, row->process) >= 7;
}

static void print_row(struct row *row)
{
	/* A program chooses its name. */
	make_printable(row->process);
	printf("%5s 0x%-12" PRIx64 " %6s %10" PRIu64 " %4" PRIu64 " %11" PRIu64 " %-8s %s\n",
	       row->pid, row->lpar_addr, format_size(row->length).text,
	       row->page_shift, row->muid, row->age, row->state, row->process);
}

/* Quarantined regions have no process. */
static void write_row(const struct row *row)
{
	json_open(NULL, '{');
	if (strcmp(row->pid, "-")) {
		json_s64("pid", strtol(row->pid, NULL, 10));
		json_string("process", row->process);
	} else {
		json_null("pid");
		json_null("process");
	}
	json_hex("lpar_addr", row->lpar_addr);
	json_u64("length", row->length);
	json_u64("page_shift", row->page_shift);
	json_hex("muid", row->muid);
	json_u64("age_seconds", row->age);
	json_string("state", row->state);
	json_close();
}

/* Read all rows, which the caller frees. False if one cannot be parsed. */
static bool read_rows(FILE *file, struct row **rows, size_t *count)
{
	char *line = NULL;
	size_t size = 0;
	bool known;

	/* The first line names the columns. */
	known = getline(&line, &size, file) >= 0;
	while (known && getline(&line, &size, file) >= 0) {
		struct row *more = reallocarray(*rows, *count + 1, sizeof(**rows));

		known = more && parse_row(line, &more[(*count)++]);
		*rows = more ? more : *rows;
	}
	free(line);
	return known && !ferror(file);
}

static void show(struct row *rows, size_t count)
{
	if (json_wanted()) {
		json_begin();
		json_open("regions", '[');
	} else {
		printf("%5s %-14s %6s %10s %4s %11s %-8s %s\n", "pid",
		       "lpar_addr", "length", "page_shift", "muid",
		       "age_seconds", "state", "process");
	}
	for (size_t i = 0; i < count; i++) {
		if (json_wanted())
			write_row(&rows[i]);
		else
			print_row(&rows[i]);
	}
	if (json_wanted())
		json_end();
}

int run_list(struct context *context, int count, char **operands)
{
	const char *advice = "you need read permission: run as root";
	struct row *rows = NULL;
	size_t row_count = 0;
	int status;
	bool known;
	FILE *file;
	int err;

	if (context->in_shell) {
		if (json_wanted())
			regions_write(context, 0);
		else
			regions_print(context);
		return STATUS_DONE;
	}
	file = fopen(REGIONS_FILE, "re");
	if (!file) {
		err = -errno;
		if (err == -ENOENT && !open_device(context, O_RDONLY, &status))
			return status;
		if (err == -ENOENT)
			advice = "is debugfs mounted? mount -t debugfs none /sys/kernel/debug";
		return report(err, 0, REGIONS_FILE ": %s; %s", strerror(-err), advice);
	}
	known = read_rows(file, &rows, &row_count);
	fclose(file);
	if (known)
		show(rows, row_count);
	else
		print_error("list: a line of " REGIONS_FILE
			    " cannot be parsed; do lv1mem and the module have the same version?");
	free(rows);
	return known ? STATUS_DONE : STATUS_REFUSED;
}

const char help_list[] =
	"List the regions of all open files: process, address, length, page size, muid,\n"
	"age in seconds, and whether it is mapped. A quarantined region is one that LV1\n"
	"refused to release; it belongs to no process. Needs root and debugfs.\n"
	"\n"
	"lv1mem shell lists the regions that it holds.\n";
