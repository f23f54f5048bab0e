// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mappings of regions into programs.
 *
 * LV1 drops the hash table entries of a region that is released. A PTE that
 * Linux still has would then fault, fail to be inserted again, and take the
 * kernel down. So a region is not released while a VMA of it exists: open and
 * close count VMAs, whether they come from mmap, fork, a split or mremap. The
 * kernel has removed the PTEs of a VMA, and their hash table entries with them,
 * before it calls close. Where open comes after the PTEs were copied, as in
 * fork, the VMA that they were copied from keeps the region mapped.
 *
 * A VMA holds its file, so a file with mapped regions is not released either.
 *
 * At shutdown regions are released although there are VMAs of them. PTEs come by
 * faults alone, under the lock of the file: mmap could not tell whether its PTEs
 * are seen by unmap_mapping_range(), as the kernel enters the VMA into the
 * file's tree only after mmap. One fault enters all pages of its VMA.
 */

#include <linux/align.h>
#include <linux/bits.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/overflow.h>

#include <asm/ps3.h>

#include "compat.h"
#include "internal.h"

#define LV1MEM_WINDOW_SIZE	BIT_ULL(LV1MEM_WINDOW_SHIFT)
#define LV1MEM_WINDOW_PAGES	(LV1MEM_WINDOW_SIZE >> PAGE_SHIFT)

static void lv1mem_vma_open(struct vm_area_struct *vma)
{
	struct lv1mem_region *region = vma->vm_private_data;

	atomic_inc(&region->mappings);
}

static void lv1mem_vma_close(struct vm_area_struct *vma)
{
	struct lv1mem_region *region = vma->vm_private_data;

	/* The PTEs are gone before the count says so. */
	atomic_dec_return_release(&region->mappings);
}

/* Where in its region a VMA starts; it moves as the VMA is split. */
static u64 lv1mem_vma_offset(const struct vm_area_struct *vma)
{
	return (u64)(vma->vm_pgoff % LV1MEM_WINDOW_PAGES) << PAGE_SHIFT;
}

/*
 * PTEs are dirty from the start. Nobody asks whether a page of a region is, and
 * the hash table entry of a clean page would be one for reading: the first write
 * would fault once more.
 */
static vm_fault_t lv1mem_vma_fill(struct vm_area_struct *vma)
{
	pgprot_t dirty = __pgprot(pgprot_val(vma->vm_page_prot) | _PAGE_DIRTY);
	const struct lv1mem_region *region = vma->vm_private_data;
	unsigned long pfn = PHYS_PFN(region->lpar_addr + lv1mem_vma_offset(vma));
	unsigned long address;
	vm_fault_t result;

	for (address = vma->vm_start; address < vma->vm_end;
	     address += PAGE_SIZE) {
		result = vmf_insert_pfn_prot(vma, address, pfn++, dirty);
		if (result != VM_FAULT_NOPAGE)
			return result;
	}

	return VM_FAULT_NOPAGE;
}

static vm_fault_t lv1mem_vma_fault(struct vm_fault *fault)
{
	struct lv1mem_file *file = fault->vma->vm_file->private_data;
	vm_fault_t result;

	if (lv1mem_file_lock(file))
		return VM_FAULT_SIGBUS;

	result = lv1mem_vma_fill(fault->vma);
	mutex_unlock(&file->lock);

	return result;
}

static const struct vm_operations_struct lv1mem_vm_ops = {
	.open	= lv1mem_vma_open,
	.close	= lv1mem_vma_close,
	.fault	= lv1mem_vma_fault,
};

/**
 * lv1mem_unmap_file - take away all PTEs of the regions of a file
 * @file: the file
 *
 * Context: holds the lock of @file; the next fault waits for it.
 */
void lv1mem_unmap_file(struct lv1mem_file *file)
{
	lockdep_assert_held(&file->lock);

	unmap_mapping_range(file->mapping, 0, 0, 1);
}

/*
 * The kernel takes an LPAR address for a physical one, which works as long as
 * it means no memory of its own and fits a PTE. LV1 never gives an address for
 * which that is not so; if it did, a mapping would be one of kernel memory.
 */
static bool lv1mem_address_is_mappable(u64 lpar_addr, u64 length)
{
	u64 last;

	if (check_add_overflow(lpar_addr, length - 1, &last) ||
	    last & PAGE_MASK & ~PTE_RPN_MASK)
		return false;

	/* Memory of the kernel is one range from 0, so testing the start will do. */
	return IS_ALIGNED(lpar_addr, PAGE_SIZE) &&
	       !pfn_valid(PHYS_PFN(lpar_addr)) &&
	       ps3_mm_phys_to_lpar(lpar_addr) == lpar_addr;
}

static bool lv1mem_region_is_mappable(const struct lv1mem_region *region)
{
	return region->page_shift >= PAGE_SHIFT &&
	       region->page_shift <= LV1MEM_WINDOW_SHIFT &&
	       region->length && region->length <= LV1MEM_WINDOW_SIZE &&
	       IS_ALIGNED(region->length, BIT_ULL(region->page_shift)) &&
	       lv1mem_address_is_mappable(region->lpar_addr, region->length);
}

/**
 * lv1mem_mmap_offset - where a program finds a region in the file
 * @region: the region
 *
 * Return: the offset of its first byte, or %LV1MEM_NOT_MAPPABLE.
 */
u64 lv1mem_mmap_offset(const struct lv1mem_region *region)
{
	if (!lv1mem_region_is_mappable(region))
		return LV1MEM_NOT_MAPPABLE;

	return (u64)region->id << LV1MEM_WINDOW_SHIFT;
}

/*
 * Remove what a region held before, once, before the first program sees it.
 *
 * The kernel's mapping must be gone by the time the region is released, which
 * is as soon as the lock of its file is dropped. It is: memunmap() delays only
 * the reuse of the addresses. It clears each PTE at once, and on the hash MMU,
 * the only one of this machine, clearing a kernel PTE outside of a lazy MMU
 * section invalidates its hash table entry before it returns.
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
	u64 size = vma->vm_end - vma->vm_start;
	u64 offset = lv1mem_vma_offset(vma);
	int error;

	if (!lv1mem_region_is_mappable(region) ||
	    size > region->length || offset > region->length - size)
		return -EINVAL;

	error = lv1mem_region_zero(region);
	if (error)
		return error;

	/* There is no struct page, it cannot grow, and a core has no use for it. */
	vm_flags_set(vma, VM_PFNMAP | VM_DONTEXPAND | VM_DONTDUMP);
	vma->vm_private_data = region;
	vma->vm_ops = &lv1mem_vm_ops;
	lv1mem_vma_open(vma);

	return 0;
}

/**
 * lv1mem_mmap - mmap of the device
 * @file: of the device
 * @vma: what to map; its offset is one that lv1mem_mmap_offset() gave, or lies
 *	in the region after it
 *
 * Return: 0; -EINVAL if the offset and size are not in a region that can be
 * mapped, or the mapping is private and writable; -ENOMEM; -ESHUTDOWN.
 */
int lv1mem_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct lv1mem_file *owner = file->private_data;
	struct lv1mem_region *region;
	int error;

	/*
	 * In a private mapping the first write to a page would put ordinary
	 * memory in place of the region, silently. One that is only read stays
	 * so: mprotect() asks for VM_MAYWRITE.
	 */
	if (!(vma->vm_flags & VM_SHARED)) {
		if (vma->vm_flags & VM_WRITE)
			return -EINVAL;
		vm_flags_clear(vma, VM_MAYWRITE);
	}

	error = lv1mem_file_lock(owner);
	if (error)
		return error;

	region = lv1mem_ids_find(&owner->ids,
				 vma->vm_pgoff / LV1MEM_WINDOW_PAGES);
	if (region && READ_ONCE(region->published))
		error = lv1mem_region_map(region, vma);
	else
		error = -EINVAL;
	mutex_unlock(&owner->lock);

	return error;
}
