/* SPDX-License-Identifier: GPL-2.0-only */
/* A tracepoint for each LV1 call; it fires after LV1 has answered. */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM lv1mem

#if !defined(_LV1MEM_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define _LV1MEM_TRACE_H

#include <linux/tracepoint.h>
#include <linux/types.h>

#include <linux/lv1mem.h>

TRACE_EVENT(lv1mem_allocate,
	    TP_PROTO(const struct lv1mem_alloc *alloc),
	    TP_ARGS(alloc),
	    TP_STRUCT__entry(__field(u64, length)
			     __field(u64, page_shift)
			     __field(u64, r5)
			     __field(u64, flags)
			     __field(u64, lpar_addr)
			     __field(s32, status)),
	    TP_fast_assign(__entry->length = alloc->length;
			   __entry->page_shift = alloc->page_shift;
			   __entry->r5 = alloc->r5;
			   __entry->flags = alloc->lv1_flags;
			   __entry->lpar_addr = alloc->lv1_status ? 0 :
						alloc->lpar_addr;
			   __entry->status = alloc->lv1_status;),
	    TP_printk("length=0x%llx page_shift=%llu r5=0x%llx flags=0x%llx lpar_addr=0x%llx status=%d",
		      __entry->length, __entry->page_shift, __entry->r5,
		      __entry->flags, __entry->lpar_addr, __entry->status)
);

DECLARE_EVENT_CLASS(lv1mem_address,
		    TP_PROTO(u64 lpar_addr, s32 status),
		    TP_ARGS(lpar_addr, status),
		    TP_STRUCT__entry(__field(u64, lpar_addr)
				     __field(s32, status)),
		    TP_fast_assign(__entry->lpar_addr = lpar_addr;
				   __entry->status = status;),
		    TP_printk("lpar_addr=0x%llx status=%d",
			      __entry->lpar_addr, __entry->status)
);

DEFINE_EVENT(lv1mem_address, lv1mem_release,
	     TP_PROTO(u64 lpar_addr, s32 status), TP_ARGS(lpar_addr, status));

DEFINE_EVENT(lv1mem_address, lv1mem_query,
	     TP_PROTO(u64 lpar_addr, s32 status), TP_ARGS(lpar_addr, status));

#endif /* _LV1MEM_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
