// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mappings of regions.
 *
 * LV1 drops the hash table entries of a region that is released. If Linux still
 * has a PTE for it, the next access faults, LV1 refuses the new hash table
 * entry, and ps3_hpte_insert() calls BUG(). So a region is not released while a
 * VMA maps it. The driver counts a region's VMAs: mmap adds one, and so does
 * the open operation, which the kernel calls on fork, split and mremap; the
 * close operation subtracts one. The kernel removes a VMA's PTEs and their hash
 * table entries before it calls close. A VMA holds a reference to its file, so
 * the last close of a file finds no region mapped.
 *
 * Only shutdown releases mapped regions, after unmap_mapping_range() has
 * removed their PTEs. unmap_mapping_range() finds only VMAs that are linked to
 * the file, and the kernel links a VMA after the mmap operation. So mmap
 * inserts no PTEs; only faults do, under lv1mem_lock.
 */

#include <linux/io.h>
#include <linux/mm.h>
#include <linux/sizes.h>

#include <asm/ps3.h>

#include "compat.h"
#include "internal.h"

#define LV1MEM_WINDOW_SIZE	BIT_ULL(LV1MEM_WINDOW_SHIFT)
#define LV1MEM_WINDOW_PAGES	(LV1MEM_WINDOW_SIZE >> PAGE_SHIFT)

/* A fault maps the aligned block of this size around its address. */
#define LV1MEM_FAULT_AROUND	SZ_2M

static void lv1mem_vma_open(struct vm_area_struct *vma)
{
	struct lv1mem_region *region = vma->vm_private_data;

	mutex_lock(&lv1mem_lock);
	region->mappings++;
	mutex_unlock(&lv1mem_lock);
}

static void lv1mem_vma_close(struct vm_area_struct *vma)
{
	struct lv1mem_region *region = vma->vm_private_data;

	mutex_lock(&lv1mem_lock);
	region->mappings--;
	mutex_unlock(&lv1mem_lock);
}

/* Offset of a VMA in its region. */
static u64 lv1mem_vma_offset(const struct vm_area_struct *vma)
{
	return (u64)(vma->vm_pgoff % LV1MEM_WINDOW_PAGES) << PAGE_SHIFT;
}

static u64 lv1mem_vma_lpar_addr(const struct vm_area_struct *vma,
				unsigned long address)
{
	const struct lv1mem_region *region = vma->vm_private_data;

	return region->lpar_addr + lv1mem_vma_offset(vma) +
	       (address - vma->vm_start);
}

/* Make the PTE dirty: otherwise the first write would fault again. */
static vm_fault_t lv1mem_vma_insert(struct vm_area_struct *vma,
				    unsigned long address)
{
	unsigned long pfn = PHYS_PFN(lv1mem_vma_lpar_addr(vma, address));
	pte_t dirty = pte_mkdirty(pfn_pte(pfn, vma->vm_page_prot));

	return vmf_insert_pfn_prot(vma, address, pfn, pte_pgprot(dirty));
}

/* Map the faulting page, then the pages of its block to save later faults. */
static vm_fault_t lv1mem_vma_fault(struct vm_fault *vmf)
{
	unsigned long block = ALIGN_DOWN(vmf->address, LV1MEM_FAULT_AROUND);
	struct vm_area_struct *vma = vmf->vma;
	unsigned long address, end;
	vm_fault_t result;

	if (lv1mem_lock_unless_shut_down())
		return VM_FAULT_SIGBUS;

	result = lv1mem_vma_insert(vma, vmf->address);
	if (result != VM_FAULT_NOPAGE)
		goto unlock;

	end = min(block + LV1MEM_FAULT_AROUND, vma->vm_end);
	for (address = max(block, vma->vm_start); address < end;
	     address += PAGE_SIZE)
		if (lv1mem_vma_insert(vma, address) != VM_FAULT_NOPAGE)
			break;

unlock:
	mutex_unlock(&lv1mem_lock);
	return result;
}

/*
 * For ptrace and /proc/PID/mem. The lock keeps shutdown from releasing the
 * region during the copy.
 */
static int lv1mem_vma_access(struct vm_area_struct *vma, unsigned long address,
			     void *buf, int len, int write)
{
	void *contents;

	if (!(vma->vm_flags & (write ? VM_WRITE : VM_READ)))
		return -EACCES;

	len = min_t(unsigned long, len, vma->vm_end - address);
	if (lv1mem_lock_unless_shut_down())
		return -ESHUTDOWN;

	contents = memremap(lv1mem_vma_lpar_addr(vma, address), len, MEMREMAP_WB);
	if (contents) {
		memcpy(write ? contents : buf, write ? buf : contents, len);
		memunmap(contents);
	}

	mutex_unlock(&lv1mem_lock);
	return contents ? len : -ENOMEM;
}

static const struct vm_operations_struct lv1mem_vm_ops = {
	.open	= lv1mem_vma_open,
	.close	= lv1mem_vma_close,
	.fault	= lv1mem_vma_fault,
	.access	= lv1mem_vma_access,
};

/*
 * A mapping uses the LPAR address as physical address, so a region must be
 * outside of the kernel's memory, and its address must fit into a PTE. LV1 is
 * not known to return other addresses, but a mapping of one could give kernel
 * memory to a program.
 */
static bool lv1mem_region_is_mappable(const struct lv1mem_region *region)
{
	u64 last;

	if (region->page_shift < PAGE_SHIFT ||
	    region->page_shift > LV1MEM_WINDOW_SHIFT ||
	    !region->length || region->length > LV1MEM_WINDOW_SIZE ||
	    !IS_ALIGNED(region->length, BIT_ULL(region->page_shift)) ||
	    !IS_ALIGNED(region->lpar_addr, PAGE_SIZE) ||
	    check_add_overflow(region->lpar_addr, region->length - 1, &last))
		return false;

	/* Kernel memory is one range from 0, so testing the start is enough. */
	return !(last & PAGE_MASK & ~PTE_RPN_MASK) &&
	       !pfn_valid(PHYS_PFN(region->lpar_addr)) &&
	       ps3_mm_phys_to_lpar(region->lpar_addr) == region->lpar_addr;
}

u64 lv1mem_mmap_offset(const struct lv1mem_region *region)
{
	if (!lv1mem_region_is_mappable(region))
		return LV1MEM_NOT_MAPPABLE;

	return (u64)region->id << LV1MEM_WINDOW_SHIFT;
}

/*
 * For shutdown only: all files share one address space, so other files' regions
 * with this id lose their PTEs too.
 */
void lv1mem_region_unmap(const struct lv1mem_region *region)
{
	unmap_mapping_range(region->file->mapping, lv1mem_mmap_offset(region),
			    LV1MEM_WINDOW_SIZE, 1);
}

/*
 * Zero a region before its first mapping, since LV1 may have left data in it.
 *
 * The region can be released as soon as the lock is dropped, so the kernel's
 * own mapping must be gone by then. memunmap() frees its addresses lazily but
 * clears the PTEs at once, and on the hash MMU clearing a kernel PTE
 * invalidates its hash table entry.
 */
static int lv1mem_region_zero(struct lv1mem_region *region)
{
	void *contents;

	if (region->zeroed)
		return 0;

	contents = memremap(region->lpar_addr, region->length, MEMREMAP_WB);
	if (!contents)
		return -ENOMEM;

	memset(contents, 0, region->length);
	memunmap(contents);
	region->zeroed = true;

	return 0;
}

static int lv1mem_region_map(struct lv1mem_region *region,
			     struct vm_area_struct *vma)
{
	u64 offset = lv1mem_vma_offset(vma);
	u64 size = vma->vm_end - vma->vm_start;
	int err;

	if (!region || !region->published ||
	    !lv1mem_region_is_mappable(region) ||
	    size > region->length || offset > region->length - size)
		return -EINVAL;

	err = lv1mem_region_zero(region);
	if (err)
		return err;

	/* No struct page, cannot grow, not part of core dumps. */
	vm_flags_set(vma, VM_PFNMAP | VM_DONTEXPAND | VM_DONTDUMP);
	vma->vm_private_data = region;
	vma->vm_ops = &lv1mem_vm_ops;
	region->mappings++;

	return 0;
}

int lv1mem_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct lv1mem_file *owner = file->private_data;
	int err;

	/*
	 * A write to a private mapping would silently go to a copy of the page.
	 * Without VM_MAYWRITE, mprotect() cannot allow it later.
	 */
	if (!(vma->vm_flags & VM_SHARED)) {
		if (vma->vm_flags & VM_WRITE)
			return -EINVAL;
		vm_flags_clear(vma, VM_MAYWRITE);
	}

	err = lv1mem_lock_unless_shut_down();
	if (err)
		return err;

	err = lv1mem_region_map(xa_load(&owner->ids,
					vma->vm_pgoff / LV1MEM_WINDOW_PAGES),
				vma);
	mutex_unlock(&lv1mem_lock);

	return err;
}
