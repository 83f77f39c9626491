/* The event loop: terminal, database, signals, and the clock. */
#ifndef VARTA_CONSOLE_LOOP_H
#define VARTA_CONSOLE_LOOP_H

struct app;

/* Runs until the operator quits (returns 0), or a signal ends the console (returns 128 + it). */
int loop_run(struct app *app, int signals);

#endif
