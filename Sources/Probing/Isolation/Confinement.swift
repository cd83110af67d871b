import CProcess
import Glibc

/// Takes away from a process that runs third-party code what that code does not need: the machine's
/// key, credentials, other people's files, disks, and every place to write except temporary ones.
///
/// By Landlock if the kernel has it: root then has no capability left, but may still open scanners,
/// which are root's. Otherwise root becomes nobody, in the groups that scanners belong to. Without
/// Landlock, a user other than root keeps its rights: there are none lower.
enum Confinement {
  /// Paths that no driver needs, on any machine.
  private static let secrets = [
    "/root", "/home", "/etc/commune-probe", "/var/lib/commune-probe", "/var/lib/commune-inventory",
    "/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/gshadow-", "/etc/ssh", "/etc/ssl/private",
    "/etc/sudoers", "/etc/sudoers.d", "/etc/NetworkManager/system-connections",
    "/etc/wpa_supplicant", "/etc/ppp", "/var/backups", "/var/spool", "/var/mail",
  ]
  /// Where drivers may write.
  private static let scratch = ["/tmp", "/var/tmp", "/dev/shm", "/run/lock"]
  /// Devices that drivers open; the others (disks, memory) are hidden.
  private static let devices = [
    "/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/bus", "/dev/usb",
  ]
  private static let devicePrefixes = ["usbscanner", "scanner", "lp", "parport", "usblp"]
  /// The user nobody, and the groups that Debian's rules give scanners to.
  private static let nobody: UInt32 = 65534
  private static let groups: Set = ["scanner", "lp", "plugdev", "saned", "pcscd"]

  /// Whether this process runs as nobody, with fewer rights than a driver may need.
  static var isNobody: Bool { geteuid() == nobody }

  /// - Parameters:
  ///   - hidden: files and folders that must not be read, with their whole paths.
  ///   - shown: those that must be readable although they are below hidden ones: a driver's own
  ///     files, named in the settings.
  /// - Returns: whether everything that was to be hidden is.
  static func apply(hiding hidden: [String], showing shown: [String] = []) -> Bool {
    // A folder that holds the libraries themselves cannot be hidden.
    let hidden = hidden.filter { path in
      real(path).map { !["/", "/usr", "/usr/lib", "/lib", "/etc"].contains($0) } ?? false
    }
    _ = cprocess_gain_nothing()
    let rules = cprocess_landlock_rules()
    if rules >= 0 {
      let walk = Walk(rules: rules, hidden: Set((hidden + secrets + ["/dev"]).compactMap(real)))
      walk.allow("/")
      let own = hidden.compactMap(real)
      for path in shown.compactMap(real) where !own.contains(where: { isWithin(path, $0) }) {
        Walk(rules: rules, hidden: Set(own)).allow(path)
      }
      for path in scratch.compactMap(real) {
        Walk(rules: rules, hidden: Set(own), access: CPROCESS_EVERYTHING).allow(path)
      }
      for path in devices + named("/dev", devicePrefixes) + scsiScanners() {
        _ = cprocess_landlock_allow(
          rules, path, CPROCESS_READ | CPROCESS_WRITE | CPROCESS_LIST)
      }
      // These take what Landlock does not restrict (rights over files, other processes, the
      // kernel).
      if cprocess_landlock_enforce(rules) == 0, cprocess_drop_capabilities() == 0,
        cprocess_forbid_calls() == 0
      {
        return true
      }
    }
    guard geteuid() == 0 else { return true }
    var members = Array(Self.members().prefix(64))
    let isNobody = cprocess_become(nobody, nobody, &members, Int32(members.count)) == 0
    _ = cprocess_forbid_calls()
    return isNobody && geteuid() != 0
  }

  /// Grants rights to all of a folder except what is hidden in it.
  private struct Walk {
    let rules: Int32
    let hidden: Set<String>
    var access = CPROCESS_EXECUTE | CPROCESS_READ | CPROCESS_LIST

    func allow(_ path: String, depth: Int = 0) {
      if hidden.contains(path) || depth > 32 { return }
      guard hidden.contains(where: { Confinement.isWithin($0, path) }) else {
        _ = cprocess_landlock_allow(rules, path, access)
        return
      }
      // Something in it is hidden, so each of its entries is allowed separately.
      for name in Confinement.entries(path) {
        allow(path == "/" ? "/\(name)" : "\(path)/\(name)", depth: depth + 1)
      }
    }
  }

  /// Whether a path is the folder or inside it.
  private static func isWithin(_ path: String, _ folder: String) -> Bool {
    path == folder || folder == "/" || path.hasPrefix("\(folder)/")
  }

  /// The path without links; nil if it does not exist.
  private static func real(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }

  private static func entries(_ path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  private static func named(_ folder: String, _ prefixes: [String]) -> [String] {
    entries(folder).filter { name in prefixes.contains { name.hasPrefix($0) } }
      .map { "\(folder)/\($0)" }
  }

  /// SCSI devices that are scanners (type 6) or "processors" (3), as old ones call themselves; no
  /// disks.
  private static func scsiScanners() -> [String] {
    entries("/sys/class/scsi_generic").filter { name in
      let type = text("/sys/class/scsi_generic/\(name)/device/type").prefix { $0.isNumber }
      return type == "6" || type == "3"
    }.map { "/dev/\($0)" }
  }

  /// The ids of the groups that scanners belong to: by name, and by who may write to USB devices.
  private static func members() -> Set<UInt32> {
    var members: Set<UInt32> = []
    for line in text("/etc/group").split(separator: "\n") {
      let fields = line.split(separator: ":", omittingEmptySubsequences: false)
      if fields.count >= 3, groups.contains(String(fields[0])), let number = UInt32(fields[2]) {
        members.insert(number)
      }
    }
    for bus in entries("/dev/bus/usb") {
      for device in entries("/dev/bus/usb/\(bus)") {
        var status = stat()
        if stat("/dev/bus/usb/\(bus)/\(device)", &status) == 0, status.st_mode & 0o060 == 0o060 {
          members.insert(status.st_gid)
        }
      }
    }
    return members.subtracting([0])
  }

  private static func text(_ path: String) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "" }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 65536)
    let count = read(file, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }
}
