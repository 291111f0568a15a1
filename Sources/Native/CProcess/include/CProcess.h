#ifndef SMB_PROCESS_H
#define SMB_PROCESS_H

/// Forbids core dumps of this process, reading its memory to other processes of its user, and
/// backtraces: a crash ends it at once and says nothing.
///
/// Returns 0, or the first `errno`.
int smb_process_close(void);

#endif
