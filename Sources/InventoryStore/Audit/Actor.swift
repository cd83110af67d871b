import Foundation
import Glibc

/// The author of an entry in the audit log.
public struct Actor: Sendable, Equatable {
  public let name: String

  public init(_ name: String) { self.name = name.cleaned(128) ?? "-" }

  /// The person at the centre's command line: the operating system's user, with the user who became
  /// it by sudo.
  public static func systemUser() -> Actor {
    let number = geteuid()
    let name = getpwuid(number).map { String(cString: $0.pointee.pw_name) } ?? "uid \(number)"
    guard let before = ProcessInfo.processInfo.environment["SUDO_USER"], before != name else {
      return Actor("user \(name)")
    }
    return Actor("user \(before) as \(name)")
  }

  /// The centre itself, acting by its rules.
  static let centre = Actor("centre")

  static func machine(_ id: String) -> Actor { Actor("machine \(id)") }
}
