/* What the exit status of a command says, the same in all programs. */
#ifndef VARTA_EXITCODE_H
#define VARTA_EXITCODE_H

/* In order of weight: of several outcomes the greatest is the status. */
enum exit_code {
	EXIT_OK = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2,
	EXIT_NOT_FOUND = 3,
	EXIT_DENIED = 4,
	EXIT_CONFLICT = 5,
	EXIT_OFFLINE = 6
};

/* What a refusal of the database with that SQLSTATE means. */
enum exit_code exitcode_of(const char *sqlstate);

#endif
