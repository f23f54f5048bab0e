// SPDX-License-Identifier: GPL-2.0-only
/*
 * Facts about the machine, from files of the kernel, and the kernel's log.
 */
#include <sys/klog.h>

#include "report.h"

/* A command of klogctl(2): read the log without changing it. */
#define READ_ALL 3
#define LOG_SIZE (1 << 20)
#define LOG_MAX	 200

/* Which lines of a file are facts: those that begin with a key and a colon. */
static const struct {
	const char *path;
	const char *key; /* "" is the first line */
} sources[] = {
	{ "/proc/cpuinfo", "cpu" },
	{ "/proc/cpuinfo", "revision" },
	{ "/proc/cpuinfo", "timebase" },
	{ "/proc/cpuinfo", "model" },
	{ "/sys/devices/system/cpu/online", "" },
	{ "/proc/meminfo", "MemTotal" },
	{ "/proc/cmdline", "" },
};

/* The value in a line, or NULL. */
static char *value_in(char *line, const char *key)
{
	size_t length = strlen(key);

	line[strcspn(line, "\n")] = '\0';
	if (!length)
		return line;
	if (strncmp(line, key, length))
		return NULL;
	line += length + strspn(line + length, " \t");
	return *line == ':' ? line + 1 + strspn(line + 1, " \t") : NULL;
}

static char *read_value(const char *path, const char *key)
{
	FILE *file = fopen(path, "re");
	char *found = NULL;
	char *line = NULL;
	size_t size = 0;

	if (!file)
		return NULL;
	while (!found && getline(&line, &size, file) > 0)
		found = value_in(line, key);
	if (found)
		found = strdup(found);
	free(line);
	fclose(file);
	return found;
}

/* Keep the lines about the PS3, without level and time. */
static bool keep_lines(struct findings *findings, char *text)
{
	char *line;

	findings->log = calloc(LOG_MAX, sizeof(*findings->log));
	while (findings->log && findings->log_count < LOG_MAX && (line = strsep(&text, "\n"))) {
		char *begin = *line == '<' ? strchr(line, '>') : NULL;

		line = begin ? begin + 1 : line;
		begin = *line == '[' ? strchr(line, ']') : NULL;
		line = begin ? begin + 1 + (begin[1] == ' ') : line;
		if (strcasestr(line, "ps3") || strcasestr(line, "lv1"))
			findings->log[findings->log_count++] = strdup(line);
	}
	return findings->log;
}

static bool add_log(struct findings *findings)
{
	char *text = calloc(1, LOG_SIZE);
	bool good = text;

	/* Not everyone may read it. */
	if (text && klogctl(READ_ALL, text, LOG_SIZE - 1) > 0)
		good = keep_lines(findings, text);
	free(text);
	return good;
}

bool machine_add(struct findings *findings)
{
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		char *value = read_value(sources[i].path, sources[i].key);
		char name[64];
		struct fact *fact;

		snprintf(name, sizeof(name), "%s%s%s", sources[i].path, *sources[i].key ? " " : "",
			 sources[i].key);
		fact = fact_add(&findings->list, FACT_MACHINE, strdup(name), strdup(""));
		if (!fact)
			return false;
		fact->value = value;
	}
	return add_log(findings);
}
