import Glibc

extension DeliveryError {
  /// What `errno` says of an operation on `path`, and what to do about it.
  ///
  /// - Parameter action: in the infinitive, `write`, `open`.
  static func file(_ action: String, _ path: String, _ number: Int32) -> DeliveryError {
    let what = "Cannot \(action) \(path): \(String(cString: strerror(number)))"
    return switch number {
    case ENOSPC, EDQUOT:
      DeliveryError(
        .diskFull, "\(what): free some disk space there and run again; nothing was lost.")
    case EACCES, EPERM:
      DeliveryError(.file, "\(what): run as the user who owns it (usually root).")
    case EROFS:
      DeliveryError(.file, "\(what): mount it writable, or choose another path.")
    case ENOENT, ENOTDIR:
      DeliveryError(.file, "\(what): check the path.")
    case EIO:
      DeliveryError(.file, "\(what): the disk may be failing; check the kernel log (dmesg).")
    default:
      DeliveryError(.file, "\(what): check that path and run again.")
    }
  }
}
