// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where answers come from: hypervisor, firmware, kernel, lv1mem, and when.
 */
#include <ctype.h>
#include <sys/utsname.h>
#include <time.h>

#include "command.h"

#define HYPERVISOR "/proc/device-tree/hypervisor/"
#define FIRMWARE   "/sys/firmware/ps3/fw-version"

/* Read the first line of a file, up to a byte that XML or a terminal could mistake. */
static void read_line(const char *path, char *text, size_t size)
{
	FILE *file = fopen(path, "re");
	size_t length = file ? fread(text, 1, size - 1, file) : 0;

	text[length] = '\0';
	if (file)
		fclose(file);
	while (isalnum((unsigned char)*text) || (*text && strchr(" .+-_~", *text)))
		text++;
	*text = '\0';
}

struct provenance provenance_get(void)
{
	struct provenance from = { .hypervisor = "unknown", .lv1mem = LV1MEM_VERSION };
	time_t now = time(NULL);
	struct utsname kernel;
	char name[32];

	read_line(HYPERVISOR "compatible", name, sizeof(name));
	if (!strcmp(name, "openlv1")) {
		read_line(HYPERVISOR "version", name, sizeof(name));
		snprintf(from.hypervisor, sizeof(from.hypervisor), "OpenLV1 %s", name);
	} else if (!access("/proc/device-tree", F_OK)) {
		snprintf(from.hypervisor, sizeof(from.hypervisor), "LV1");
	}
	read_line(FIRMWARE, from.firmware, sizeof(from.firmware));
	if (!*from.firmware)
		snprintf(from.firmware, sizeof(from.firmware), "unknown");
	if (!uname(&kernel))
		memcpy(from.kernel, kernel.release, sizeof(from.kernel));
	from.page_shift = __builtin_ctzl(sysconf(_SC_PAGESIZE));
	strftime(from.date, sizeof(from.date), "%FT%TZ", gmtime(&now));
	return from;
}

void provenance_print(void)
{
	struct provenance from = provenance_get();

	printf("  hypervisor          %s\n"
	       "  firmware            %s\n"
	       "  kernel              Linux %s\n"
	       "  kernel page size    %s\n"
	       "  lv1mem              %s\n"
	       "  date                %s\n",
	       from.hypervisor, from.firmware, from.kernel,
	       format_size(1ULL << from.page_shift).text, from.lv1mem, from.date);
}

void provenance_write(void)
{
	struct provenance from = provenance_get();

	json_open("provenance", '{');
	json_string("hypervisor", strcmp(from.hypervisor, "unknown") ? from.hypervisor : NULL);
	json_string("firmware", strcmp(from.firmware, "unknown") ? from.firmware : NULL);
	json_string("kernel", from.kernel);
	json_u64("page_shift", from.page_shift);
	json_string("lv1mem", from.lv1mem);
	json_string("date", from.date);
	json_close();
}

int run_version(struct context *context, int count, char **operands)
{
	if (!json_wanted()) {
		puts("lv1mem " LV1MEM_VERSION);
		return STATUS_DONE;
	}
	json_begin();
	json_string("version", LV1MEM_VERSION);
	json_end();
	return STATUS_DONE;
}
