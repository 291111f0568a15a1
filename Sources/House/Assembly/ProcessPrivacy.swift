import CProcess

/// Keeps what is in a process's memory in it: photos of people who ask.
public enum ProcessPrivacy {
    /// Forbids core dumps, reading of the memory by other processes of the same user, and backtraces,
    /// which print memory contents: a crash ends the process at once and says nothing.
    ///
    /// - Returns: whether the system agreed.
    @discardableResult
    public static func close() -> Bool { smb_process_close() == 0 }
}
