/*
 * setjmp.h for WebAssembly, which has no jumps. The engine jumps only when memory runs out (engine/base/arena.h). Here that
 * ends the call by an exception of JavaScript, and the instance, whose state is no longer known, is not used again.
 */
#ifndef TPT_JS_SETJMP_H
#define TPT_JS_SETJMP_H

typedef char jmp_buf[1];

/* The first return, and the only one. */
#define setjmp(buffer) ((void)(buffer), 0)

__attribute__((import_module("env"), import_name("out_of_memory"), noreturn)) void
tpt__js_out_of_memory(void);

#define longjmp(buffer, value) ((void)(buffer), (void)(value), tpt__js_out_of_memory())

#endif
