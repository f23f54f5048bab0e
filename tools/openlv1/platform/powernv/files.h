/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef OPENLV1_FILES_H
#define OPENLV1_FILES_H

/* Say where the files are that the partition sent, if it sent any. */
void files_print(void);

#endif
