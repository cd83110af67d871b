import Glibc
import Probing

/// What the nightly service sees of the disk. Its unit hides people's folders (`ProtectHome`,
/// `PrivateTmp`) and sticks come and go, so that a file there serves a report by hand only.
enum NightlyService {
  private static let hidden = [
    "/home", "/root", "/run/user", "/tmp", "/var/tmp", "/media", "/run/media",
  ]

  /// The folder that keeps a file from the service; nil if it can read it.
  ///
  /// - Parameter path: An absolute path; a link counts by where it is and by where it leads.
  static func hidingFolder(of path: String) -> String? {
    let paths = [components(of: path), resolved(path).map(components) ?? []]
    return hidden.first { folder in
      paths.contains { $0.starts(with: components(of: folder)) }
    }
  }

  /// The names of a path, without `.` and `..`.
  private static func components(of path: String) -> [Substring] {
    var names: [Substring] = []
    for name in path.split(separator: "/") where name != "." {
      if name == ".." { _ = names.popLast() } else { names.append(name) }
    }
    return names
  }

  private static func resolved(_ path: String) -> String? {
    guard let text = realpath(path, nil) else { return nil }
    defer { free(text) }
    return String(cString: text)
  }
}

extension Settings {
  /// Warnings about files that a report by hand can read but the nightly service cannot.
  ///
  /// - Parameter path: The settings' own path.
  package func nightlyWarnings(path: String) -> [String] {
    [("ca", certificateAuthority, "ca.pem"), ("folder", accounts.folder, "accounts")]
      .compactMap { key, file, name in
        guard let file, let folder = NightlyService.hidingFolder(of: file) else { return nil }
        return
          "\(path): \(key) = \"\(file)\" is below \(folder), where the nightly report cannot read it: move it to /etc/commune-probe/\(name), and name that."
      }
  }
}
