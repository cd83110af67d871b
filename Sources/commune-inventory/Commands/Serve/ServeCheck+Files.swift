import CentreConfiguration
import Foundation
import Glibc
import InventoryServer
import InventoryStore

extension ServeCheck {
  var certificates: [Item] {
    var pairs: [(subject: String, certificate: String, key: String)] = []
    if let certificate = settings.tlsCertificate, let key = settings.tlsKey {
      pairs.append(("Certificate", certificate, key))
    }
    if let certificate = settings.agentsTLSCertificate, let key = settings.agentsTLSKey {
      pairs.append(("Agents' certificate", certificate, key))
    }
    guard !pairs.isEmpty else {
      return [.ok("Certificate", "none: connections from this computer only")]
    }
    return pairs.compactMap { subject, certificate, key in
      attempt(subject) {
        let facts = try Encryption.server(certificate: certificate, key: key).facts()
        return item(subject, certificate, facts)
      }
    } + [authority].compactMap { $0 }
  }

  private func item(_ subject: String, _ path: String, _ facts: CertificateFacts) -> Item {
    switch facts.state(at: Date()) {
    case .valid:
      .ok(
        subject,
        "\(path): valid until \(ListOutput.day(facts.validUntil)) for \(facts.names.joined(separator: ", "))"
      )
    case .expiresSoon:
      .note(
        subject,
        "\(path) expires within 30 days, on \(ListOutput.day(facts.validUntil)): issue another.")
    case .expired:
      .fault(subject, "\(path) expired on \(ListOutput.day(facts.validUntil)): issue another.")
    case .notYetValid: .fault(subject, "\(path) is not valid yet: check the clock.")
    }
  }

  /// Only a fault is shown.
  private var authority: Item? {
    attempt("Authority") {
      if let certificate = settings.agentsTLSCertificate ?? settings.tlsCertificate {
        _ = try Encryption.authority(settings.tlsCA, for: certificate)
      }
      return nil
    }
  }

  var databaseItems: [Item] {
    let found: DatabaseInspection
    do {
      found = try DatabaseInspection.read(database)
    } catch {
      return [.fault("Database", Failure.sentence(of: error))]
    }
    if let fault = found.faults.first {
      return [.fault("Database", "\(database) is damaged (\(fault)): restore a backup.")]
    }
    switch found.state {
    case .missing:
      return [
        .note(
          "Database",
          "\(database) does not exist: serve makes a new, empty inventory there. If the centre has one, name it with --database."
        )
      ]
    case .current: return [.ok("Database", "\(database): readable, intact, of this version")]
    case .older(let count):
      return [
        .note(
          "Database",
          "\(database): intact, of an earlier version: serve brings it up to date (\(count) steps)")
      ]
    }
  }

  /// The file system that holds the database, or will hold it.
  var disk: Item {
    var folder = URL(fileURLWithPath: InventoryFile.target(of: database))
      .deletingLastPathComponent()
    while !FileManager.default.fileExists(atPath: folder.path), folder.path != "/" {
      folder.deleteLastPathComponent()
    }
    var facts = statvfs()
    guard statvfs(folder.path, &facts) == 0, facts.f_blocks > 0 else {
      return .fault("Disk", "The free space of \(folder.path) cannot be read.")
    }
    let free = Double(facts.f_bavail) * Double(facts.f_frsize)
    let percent = 100 * Double(facts.f_bavail) / Double(facts.f_blocks)
    let megabytes = Int(free / 1e6)
    let isEnough =
      megabytes >= settings.disk.leastFreeMegabytes
      && percent >= Double(settings.disk.leastFreePercent)
    guard isEnough else {
      return .fault(
        "Disk",
        "\(folder.path) has \(megabytes) MB free (\(Int(percent)) %), fewer than disk.least-free-megabytes (\(settings.disk.leastFreeMegabytes)) or disk.least-free-percent (\(settings.disk.leastFreePercent)): make room."
      )
    }
    return .ok("Disk", "\(folder.path): \(megabytes) MB free (\(Int(percent)) %)")
  }

  var ports: [Item] {
    let isServed = DatabaseInspection.isServed(database)
    if let one = ListenAddress(settings.listen),
      let other = settings.agentsListen.flatMap(ListenAddress.init), one.port == other.port,
      one.port > 0,
      one.name == other.name
    {
      return [
        .fault(
          "Port",
          "listen and agents-listen are both \(settings.listen): choose another port for one.")
      ]
    }
    return [settings.listen, settings.agentsListen].compactMap { $0 }
      .compactMap { text in
        guard let address = ListenAddress(text) else {
          return .fault("Port", "\"\(text.prefix(60))\" is not ADDRESS:PORT")
        }
        switch PortProbe.bind(address) {
        case 0: return .ok("Port", "\(text) can be used")
        case EACCES where address.port < 1024:
          return .note(
            "Port", "\(text): this user may not use ports below 1024; the package's service may.")
        case EADDRINUSE where isServed:
          return .ok("Port", "\(text) is in use while a centre serves this database")
        case EADDRINUSE:
          return .fault(
            "Port", "\(text) is in use by another program: stop it, or choose another port.")
        case let number:
          return .fault("Port", "Cannot listen on \(text): \(String(cString: strerror(number))).")
        }
      }
  }
}

/// Tries whether an address can be listened on.
enum PortProbe {
  /// - Returns: 0, or the number of the error.
  static func bind(_ address: ListenAddress) -> Int32 {
    var hints = addrinfo()
    hints.ai_flags = AI_PASSIVE
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(address.name, "\(address.port)", &hints, &found) == 0, let first = found
    else { return EADDRNOTAVAIL }
    defer { freeaddrinfo(first) }
    let descriptor = socket(
      first.pointee.ai_family, first.pointee.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    // As the server does, so that a port that was just released is free.
    var yes: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    guard Glibc.bind(descriptor, first.pointee.ai_addr, first.pointee.ai_addrlen) == 0 else {
      return errno
    }
    // Another program with SO_REUSEADDR would let us bind, but not listen.
    return listen(descriptor, 1) == 0 ? 0 : errno
  }
}
