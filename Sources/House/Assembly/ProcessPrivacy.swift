import CProcess

/// Keeps what is in a process's memory in it: photos of people who ask.
public enum ProcessPrivacy {
    /// Forbids core dumps and reading of the memory by other processes of the same user.
    ///
    /// Swift's backtraces are off unless `SWIFT_BACKTRACE` turns them on; where they are on they
    /// print memory contents, so a service must leave them off.
    /// - Returns: whether the system agreed.
    @discardableResult
    public static func close() -> Bool { smb_process_close() == 0 }
}
