import CProcess
import CScan
import Glibc

/// The temporary folder of one scan: the only place to which its reader may write.
struct ScanFolder {
  let path: String

  private static let nobody: UInt32 = 65_534

  /// nil if it cannot be created.
  init?() {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/scan-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { return nil }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Confines this process, and all that it starts, to reading the system's libraries and writing
  /// here: by Landlock if the kernel has it, else by becoming nobody instead of root. Forbids
  /// sockets.
  ///
  /// - Returns: false if that failed.
  func confine() -> Bool {
    guard cprocess_gain_nothing() == 0 else { return false }
    let rules = cprocess_landlock_rules()
    var isBound = false
    if rules >= 0 {
      let readable = CPROCESS_EXECUTE | CPROCESS_READ | CPROCESS_LIST
      for place in [
        "/usr", "/lib", "/lib64", "/etc/ImageMagick-6", "/etc/ImageMagick-7", "/etc/fonts",
        "/etc/ld.so.cache", "/etc/alternatives", "/dev/urandom", "/dev/zero",
      ] {
        _ = cprocess_landlock_allow(rules, place, readable)
      }
      _ = cprocess_landlock_allow(rules, "/dev/null", readable | CPROCESS_WRITE)
      _ = cprocess_landlock_allow(rules, path, CPROCESS_EVERYTHING)
      isBound = cprocess_landlock_enforce(rules) == 0 && cprocess_drop_capabilities() == 0
    }
    if !isBound, geteuid() == 0 {
      guard chown(path, Self.nobody, Self.nobody) == 0,
        cprocess_become(Self.nobody, Self.nobody, nil, 0) == 0
      else { return false }
    }
    return cscan_forbid_sockets() == 0 && cprocess_forbid_calls() == 0
  }

  func write(_ bytes: [UInt8], as name: String) -> Bool {
    let file = open("\(path)/\(name)", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { return false }
    defer { close(file) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  func holds(_ name: String) -> Bool { access("\(path)/\(name)", R_OK) == 0 }

  /// Empties the folder; the process that started this one removes it.
  func empty() {
    guard let folder = opendir(path) else { return }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { unlink("\(path)/\(name)") }
    }
  }
}
