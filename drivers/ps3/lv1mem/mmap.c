// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mappings of regions into programs.
 *
 * LV1 drops the hash table entries of a region that is released. A PTE that
 * Linux still has would then fault, fail to be inserted again, and take the
 * kernel down. So a region is not released while a VMA of it exists: open and
 * close count VMAs, whether they come from mmap, fork, a split or mremap. The
 * kernel has removed the PTEs of a VMA, and their hash table entries with them,
 * before it calls close. A VMA holds its file, so a file with mapped regions is
 * not released either.
 *
 * At shutdown regions are released although VMAs of them exist. The driver enters
 * PTEs in faults alone, under lv1mem_lock: unmap_mapping_range() does not see PTEs
 * that mmap enters, as the kernel links the VMA to its file only after mmap.
 */

#include <linux/io.h>
#include <linux/mm.h>
#include <linux/sizes.h>

#include <asm/ps3.h>

#include "compat.h"
#include "internal.h"

#define LV1MEM_WINDOW_SIZE	BIT_ULL(LV1MEM_WINDOW_SHIFT)
#define LV1MEM_WINDOW_PAGES	(LV1MEM_WINDOW_SIZE >> PAGE_SHIFT)

/* How much one fault maps: the aligned block around its address. */
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

/* Where in its region a VMA starts. */
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

/* Dirty from the start, or the first write would fault once more. */
static vm_fault_t lv1mem_vma_insert(struct vm_area_struct *vma,
				    unsigned long address)
{
	unsigned long pfn = PHYS_PFN(lv1mem_vma_lpar_addr(vma, address));
	pte_t dirty = pte_mkdirty(pfn_pte(pfn, vma->vm_page_prot));

	return vmf_insert_pfn_prot(vma, address, pfn, pte_pgprot(dirty));
}

/* The page of the fault decides; the pages around it save faults. */
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

/* For ptrace and /proc/PID/mem. The lock keeps shutdown from the region. */
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
 * The kernel takes an LPAR address for a physical one, which works as long as
 * it is outside of the kernel's own memory and fits a PTE. LV1 is not known to
 * return any other; if it did, a mapping would be one of kernel memory.
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

	/* The kernel's memory is one range from 0: testing the start is enough. */
	return !(last & PAGE_MASK & ~PTE_RPN_MASK) &&
	       !pfn_valid(PHYS_PFN(region->lpar_addr)) &&
	       ps3_mm_phys_to_lpar(region->lpar_addr) == region->lpar_addr;
}

/* The file offset of a region's first byte, or LV1MEM_NOT_MAPPABLE. */
u64 lv1mem_mmap_offset(const struct lv1mem_region *region)
{
	if (!lv1mem_region_is_mappable(region))
		return LV1MEM_NOT_MAPPABLE;

	return (u64)region->id << LV1MEM_WINDOW_SHIFT;
}

/*
 * Remove all PTEs of a region that a file owns, for shutdown alone: regions of
 * other files with the same id lose theirs too.
 */
void lv1mem_region_unmap(const struct lv1mem_region *region)
{
	unmap_mapping_range(region->file->mapping, lv1mem_mmap_offset(region),
			    LV1MEM_WINDOW_SIZE, 1);
}

/*
 * Remove what a region held before, once, before the first program sees it.
 *
 * The kernel's mapping must be gone when the lock is dropped, as the region can
 * be released then. It is gone: memunmap() clears each PTE at once and delays
 * only the reuse of the addresses, and the hash MMU invalidates the hash table
 * entry of a kernel PTE as it is cleared.
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

	/* No struct page; it cannot grow; its contents do not belong in a core. */
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
	 * In a private mapping the first write to a page would silently replace
	 * the region by ordinary memory. Without VM_MAYWRITE, mprotect() cannot
	 * allow writing later.
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
