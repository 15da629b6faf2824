import Foundation

/// What kept the program from leaving a file, a folder or a lock where it was told to.
package struct DeliveryError: Error, Hashable, Sendable {
    /// What was being done when the system refused.
    package enum Action: String, Sendable {
        case createFolder = "create the folder"
        case createFile = "create the file"
        case write = "write"
        case synchronize = "bring to disk"
        case rename = "put in place"
        case link = "point the link"
        case remove = "remove"
        case list = "list"
        case read = "read"
        case lock = "lock"
    }

    /// What a caller does about it, by the convention of sysexits.h.
    package enum Kind: Sendable {
        /// The place is wrong: it does not exist, is read-only or belongs to someone else (EX_CANTCREAT, 73).
        case cannotCreate
        /// The place is right but the device fails or is full (EX_IOERR, 74).
        case inputOutput
        /// Another run is at work (EX_TEMPFAIL, 75).
        case busy
    }

    package let action: Action
    package let path: String
    /// The `errno` of the refused call.
    package let code: Int32
    /// The process that holds the lock, when it is known.
    package let holder: Int32?

    package init(_ action: Action, _ path: String, code: Int32, holder: Int32? = nil) {
        self.action = action
        self.path = path
        self.code = code
        self.holder = holder
    }

    /// Whether there was no room for what was to be written.
    package var isNoRoom: Bool { [ENOSPC, EDQUOT, EFBIG].contains(code) }

    package var kind: Kind {
        if action == .lock && code == EWOULDBLOCK { return .busy }
        switch code {
        case EACCES, EPERM, EROFS, ENOENT, ENOTDIR, EISDIR, EEXIST, ENAMETOOLONG, ELOOP, EINVAL, ENOTEMPTY:
            return .cannotCreate
        default:
            return .inputOutput
        }
    }
}

extension DeliveryError: CustomStringConvertible {
    /// `PATH: cannot ACTION: SYSTEM'S WORDS; WHAT TO DO`.
    package var description: String {
        if kind == .busy {
            let who = holder.map { "process \($0)" } ?? "another process"
            return "\(path): held by \(who); wait for it to end, or allow a longer wait"
        }
        return reason + (advice.map { "; " + $0 } ?? "")
    }

    /// The same without what to do.
    package var reason: String { "\(path): cannot \(action.rawValue): \(DeliveryError.words(for: code))" }

    private var advice: String? {
        switch code {
        case ENOSPC: "free some space on its file system and run again"
        case EDQUOT: "raise the quota of this user or free some space, and run again"
        case EROFS: "choose another folder or remount the file system for writing"
        case EACCES, EPERM: "give this user the right to write there, or choose another folder"
        case ENOENT: "create the folder above it, or correct the path"
        case ENOTDIR, EISDIR, EEXIST: "move what is in the way, or choose another path"
        case ELOOP: "a link has its name, and a link is not followed there; remove it, or rename it"
        case ENAMETOOLONG: "choose a shorter path"
        case EFBIG: "raise the limit on file size (ulimit -f) and run again"
        case EIO: "check the disk and the system's log before running again"
        case EMFILE, ENFILE: "raise the limit on open files (ulimit -n) and run again"
        default: nil
        }
    }

    /// The system's words for an error number.
    static func words(for code: Int32) -> String {
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }
}
