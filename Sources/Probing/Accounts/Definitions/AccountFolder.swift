import Glibc
import Reporting

/// One file of the folder of definitions.
struct DefinedService: Sendable {
  /// The file's name without `.toml`.
  let service: String
  let definition: Result<AccountDefinition, DefinitionError>
}

/// The folder with one TOML file per service.
enum AccountFolder {
  /// The service under which a report lists files whose names it may not hold.
  static let misnamed = "misnamed-file"

  /// All definitions, by name; nil if there is no folder or nothing in it. Hidden files, and those
  /// that do not end in `.toml`, are ignored.
  ///
  /// - Throws: ``ProbeError`` if the folder cannot be read, may be changed by others, or holds more
  ///   definitions than a report does.
  static func read(_ folder: String, on host: Host) throws(ProbeError) -> [DefinedService]? {
    let path = String(folder.drop { $0 == "/" })
    let names: [String]
    do throws(ProbeError) {
      names = try host.entries(path).filter { $0.hasSuffix(".toml") && !$0.hasPrefix(".") }
    } catch .notThere {
      return nil
    }
    guard !names.isEmpty else { return nil }
    guard !host.isThisMachine || !isChangeable("/\(path)") else {
      throw .impossible("others may change its folder of definitions: chown root and chmod 755 it")
    }
    guard names.count <= AccountFacts.maximumCount else {
      throw .malformed(path, expected: "at most \(AccountFacts.maximumCount) definitions")
    }
    var services: [DefinedService] = []
    for name in names {
      let service = String(name.dropLast(5))
      guard ServiceName.isValid(service) else {
        if services.first?.service != misnamed {
          services.insert(wrong(misnamed, "its file's name is no service's: small letters"), at: 0)
        }
        continue
      }
      services.append(read("\(path)/\(name)", service, host))
    }
    return services
  }

  private static func wrong(_ service: String, _ problem: String) -> DefinedService {
    DefinedService(service: service, definition: .failure(DefinitionError(problem)))
  }

  private static func read(_ path: String, _ service: String, _ host: Host) -> DefinedService {
    // A definition decides where a password is sent.
    if host.isThisMachine, isChangeable("/\(path)") {
      return wrong(service, "others may change its file: chown root and chmod 644 it")
    }
    do throws(ProbeError) {
      let bytes = try host.bytes(path)
      return DefinedService(
        service: service,
        definition: Result { () throws(DefinitionError) in try AccountDefinition.parse(bytes) })
    } catch {
      switch error {
      case .notAllowed: return wrong(service, "this user may not read it: run as root")
      default: return wrong(service, "the file cannot be read")
      }
    }
  }

  /// Whether anyone but root and this user may write to `path`.
  private static func isChangeable(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    let isOwn = status.st_uid == 0 || status.st_uid == geteuid()
    let isOwnGroup = status.st_gid == 0 || status.st_gid == getegid()
    return !isOwn || status.st_mode & 0o002 != 0 || (status.st_mode & 0o020 != 0 && !isOwnGroup)
  }
}
