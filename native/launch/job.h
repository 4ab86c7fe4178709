/*
 * Joins the caller's job control to the tool's.
 *
 *     tool stopped by Ctrl-Z ──▶ terminal restored, caller's job stopped ──(fg, bg)──▶ tool goes on
 *     tool in the background asks for the terminal:
 *         caller in the foreground ──▶ the tool is put in the foreground and gets the keyboard
 *         caller in the background ──▶ caller's job stopped, as the tool's would be outside
 *
 * Works without a terminal too, when somebody stops the tool by a signal.
 */
#ifndef TACKLE_JOB_H
#define TACKLE_JOB_H
#include "state.h"

/* Lets the keys come to us, and makes their lines ours that were typed before. */
void take_keyboard(struct session *s);

/* Hears that the tool was stopped. */
void hear_stop(struct session *s, int number);

/* To be called again and again: does what has become due of all this. */
void attend_job(struct session *s);

/* Lets the tool go on: after a stop, and after a SIGCONT that nobody waits for, which may follow a SIGSTOP. */
void go_on(struct session *s);

/* Stops this process, or the whole job of the caller; returns once it goes on, false where the kernel threw the stop away. */
bool stop_self(struct session *s, int number, bool whole_job);

/* Tells the tool's terminal a new size of the caller's. Returns whether there was one. */
bool tell_size(struct session *s);

#endif
