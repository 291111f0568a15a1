#ifndef SMB_PROCESS_H
#define SMB_PROCESS_H

/// Forbids core dumps of this process, and reading its memory to other processes of its user.
///
/// Returns 0, or the first `errno`.
int smb_process_close(void);

#endif
