/* SPDX-License-Identifier: GPL-2.0-only */
/* Differences between kernels. Kbuild defines LV1MEM_HAVE_*. */
#ifndef _LV1MEM_COMPAT_H
#define _LV1MEM_COMPAT_H

#include <linux/mm.h>
#include <linux/slab.h>

/* New in 6.3 */
#ifndef LV1MEM_HAVE_VM_FLAGS_SET
static inline void vm_flags_set(struct vm_area_struct *vma, vm_flags_t flags)
{
	vma->vm_flags |= flags;
}

static inline void vm_flags_clear(struct vm_area_struct *vma, vm_flags_t flags)
{
	vma->vm_flags &= ~flags;
}
#endif

/* New in 7.0 */
#ifndef kzalloc_obj
#define kzalloc_obj(object, flags)	kzalloc(sizeof(object), flags)
#endif

#endif /* _LV1MEM_COMPAT_H */
