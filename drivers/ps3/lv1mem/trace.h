/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tracepoints of the calls into LV1, each when LV1 has answered. What LV1 gives on
 * success is 0 in the others.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM lv1mem

#if !defined(_LV1MEM_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define _LV1MEM_TRACE_H

#include <linux/tracepoint.h>
#include <linux/types.h>

#include <linux/lv1mem.h>

#include <lv1/status.h>

#define LV1MEM_TRACE_STATUS(code, name, ...) { code, #name },
/* The list ends with a comma, so there is one more; no status is above 0. */
#define lv1mem_show_status(status) \
	__print_symbolic(status, \
			 LV1_STATUS_TABLE(LV1MEM_TRACE_STATUS) { 1, "none" })

TRACE_EVENT(lv1mem_allocate,
	    TP_PROTO(const struct lv1mem_alloc *alloc),
	    TP_ARGS(alloc),
	    TP_STRUCT__entry(__field(u64, length)
			     __field(u64, page_shift)
			     __field(u64, unknown_r5)
			     __field(u64, flags)
			     __field(u64, lpar_addr)
			     __field(u64, muid)
			     __field(s32, status)),
	    TP_fast_assign(bool success = !alloc->lv1_status;

			   __entry->length = alloc->length;
			   __entry->page_shift = alloc->page_shift;
			   __entry->unknown_r5 = alloc->unknown_r5;
			   __entry->flags = alloc->lv1_flags;
			   __entry->lpar_addr = success ? alloc->lpar_addr : 0;
			   __entry->muid = success ? alloc->muid : 0;
			   __entry->status = alloc->lv1_status;),
	    TP_printk("length=0x%llx page_shift=%llu unknown_r5=0x%llx flags=0x%llx lpar_addr=0x%llx muid=%llu status=%d %s",
		      __entry->length, __entry->page_shift, __entry->unknown_r5,
		      __entry->flags, __entry->lpar_addr, __entry->muid,
		      __entry->status, lv1mem_show_status(__entry->status))
);

TRACE_EVENT(lv1mem_release,
	    TP_PROTO(u64 lpar_addr, s32 status),
	    TP_ARGS(lpar_addr, status),
	    TP_STRUCT__entry(__field(u64, lpar_addr)
			     __field(s32, status)),
	    TP_fast_assign(__entry->lpar_addr = lpar_addr;
			   __entry->status = status;),
	    TP_printk("lpar_addr=0x%llx status=%d %s", __entry->lpar_addr,
		      __entry->status, lv1mem_show_status(__entry->status))
);

TRACE_EVENT(lv1mem_query,
	    TP_PROTO(const struct lv1mem_query *query),
	    TP_ARGS(query),
	    TP_STRUCT__entry(__field(u64, lpar_addr)
			     __field(u64, start)
			     __field(u64, length)
			     __field(u64, access_right)
			     __field(u64, page_shift)
			     __field(u64, flags)
			     __field(s32, status)),
	    TP_fast_assign(bool success = !query->lv1_status;

			   __entry->lpar_addr = query->lpar_addr;
			   __entry->start = success ? query->start : 0;
			   __entry->length = success ? query->length : 0;
			   __entry->access_right = success ? query->access_right : 0;
			   __entry->page_shift = success ? query->page_shift : 0;
			   __entry->flags = success ? query->lv1_flags : 0;
			   __entry->status = query->lv1_status;),
	    TP_printk("lpar_addr=0x%llx start=0x%llx length=0x%llx access_right=%llu page_shift=%llu flags=0x%llx status=%d %s",
		      __entry->lpar_addr, __entry->start, __entry->length,
		      __entry->access_right, __entry->page_shift,
		      __entry->flags, __entry->status,
		      lv1mem_show_status(__entry->status))
);

#endif /* _LV1MEM_TRACE_H */

/* Kbuild has this directory searched. */
#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
