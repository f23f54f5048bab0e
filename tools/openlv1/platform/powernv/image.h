/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef OPENLV1_IMAGE_H
#define OPENLV1_IMAGE_H

/**
 * image_check() - end the machine if OpenLV1 is not what the Makefile linked
 *
 * Called before anything in .data changes.
 */
void image_check(void);

#endif
