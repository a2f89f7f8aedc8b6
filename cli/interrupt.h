/*
 * Signals that ask a long run to stop: what was answered is written out, then the signal has its way. A second one ends the
 * command at once.
 */
#ifndef CLI_INTERRUPT_H
#define CLI_INTERRUPT_H

#include <stdbool.h>

/* From now on SIGINT, SIGTERM and SIGHUP are noted. To be called by the main thread before it starts others. */
void interrupt_catch(void);

/* Did one come? */
bool interrupt_came(void);

/* If one came: lets it end the command, so that whoever started it sees that. All output must be flushed. Else nothing. */
void interrupt_obey(void);

/* Around the starting of threads: they leave signals to the main thread, whose reading a signal must break off. */
void interrupt_block(void);
void interrupt_unblock(void);

#endif
