import FoundationEssentials
import Glibc
import HardwareCatalogue
import Reporting

/// Asks network scanners by eSCL: those at addresses that an officer wrote down, and those that
/// announce themselves, if avahi runs here.
struct NetworkLook: Sendable {
  let settings: ProbeSettings
  var client = ESCLClient()
  /// Seconds for avahi to name them; normally it takes 1 s.
  var discoverySeconds = 6.0

  struct Findings: Equatable, Sendable {
    /// Whether anything was asked.
    var wasAsked = false
    /// Whether avahi answered.
    var hasDiscovered = false
    var scanners: [ESCLSighting] = []
    var unseen: [ScannerFacts.Unseen] = []
  }

  /// One scanner to ask, by one address or, if announced twice, by another.
  struct Candidate {
    var addresses: [ESCLAddress]
    var model: String?
    /// In the form that is compared; nil if it identifies nothing.
    var uuid: String?
    var isOnUSB = false
    /// The reason to report if it does not answer.
    var silence: String
  }

  func findings() -> Findings {
    var findings = Findings(wasAsked: !settings.scanners.addresses.isEmpty)
    var candidates: [Candidate] = []
    for text in settings.scanners.addresses {
      guard let address = ESCLAddress(text) else {
        findings.add(.escl, "\(text) is no address of a scanner")
        continue
      }
      candidates.append(
        Candidate(addresses: [address], silence: "\(address.shown) does not answer by eSCL"))
    }
    if settings.scanners.discovery, let answer = discovered(&findings) {
      (findings.wasAsked, findings.hasDiscovered) = (true, true)
      candidates += Self.candidates(answer.services)
      if answer.hasLost { findings.add(.escl, Self.silence) }
      if !answer.isComplete {
        findings.add(.avahi, "avahi did not name all scanners of this network in time")
      }
    }
    let client = client
    let looks = candidates.map { candidate in
      DeadlineTask(seconds: client.seconds * 2 + 2) {
        client.ask(candidate.addresses)
      }
    }
    for (candidate, look) in zip(candidates, looks) {
      guard var scanner = look.value() ?? nil else {
        findings.add(.escl, candidate.silence)
        continue
      }
      if scanner.model == nil {
        let name = ScannerName(candidate.model)
        scanner.model = name.model
        scanner.manufacturer = scanner.manufacturer ?? name.manufacturer
      }
      scanner.uuid = ScannerUUID.form(scanner.uuid) == nil ? candidate.uuid : scanner.uuid
      scanner.isOnUSB = candidate.isOnUSB
      findings.scanners.append(scanner)
    }
    return findings
  }

  private static let daemonSocket = "/run/avahi-daemon/socket"
  private static let silence = "A scanner that announces itself on this network does not answer"

  /// nil if there is no avahi, no daemon, or it failed.
  private func discovered(_ findings: inout Findings) -> AvahiAnswer? {
    // Without its socket no avahi daemon runs; finding that out is not worth a process.
    guard let isolation = settings.isolation, access(Self.daemonSocket, F_OK) == 0 else {
      return nil
    }
    do throws(Isolation.Failure) {
      let bytes = try isolation.answer(
        of: "avahi", to: Array("\(discoverySeconds)".utf8), seconds: discoverySeconds + 2)
      let answer = try? JSONDecoder().decode(AvahiAnswer.self, from: Data(bytes))
      return answer?.isRunning == true ? answer : nil
    } catch {
      findings.wasAsked = true
      findings.add(.avahi, "avahi \(error.phrase)")
      return nil
    }
  }

  /// Makes one candidate of the services of one scanner, unencrypted first: nothing secret is
  /// requested, and old scanners speak an old TLS.
  static func candidates(_ services: [AvahiAnswer.Service]) -> [Candidate] {
    var candidates: [Candidate] = []
    let sorted = services.sorted { one, other in
      (one.isSecure ? 1 : 0, one.uuid ?? "", one.address, one.port)
        < (other.isSecure ? 1 : 0, other.uuid ?? "", other.address, other.port)
    }
    for service in sorted {
      // Data from the network must pass the same rules as typed addresses.
      let shown = service.address.contains(":") ? "[\(service.address)]" : service.address
      let scheme = service.isSecure ? "https" : "http"
      guard let address = ESCLAddress("\(scheme)://\(shown):\(service.port)/\(service.path ?? "")")
      else { continue }
      let uuid = ScannerUUID.form(service.uuid)
      let index = candidates.firstIndex { candidate in
        guard candidate.uuid == uuid else { return false }
        return uuid != nil
          || candidate.addresses.first?.host == address.host && candidate.model == service.model
      }
      if let index {
        candidates[index].addresses.append(address)
      } else {
        candidates.append(
          Candidate(
            addresses: [address], model: service.model, uuid: uuid,
            isOnUSB: LoopbackAddress.isOne(address.host), silence: silence))
      }
    }
    return candidates
  }
}

extension NetworkLook.Findings {
  fileprivate mutating func add(_ way: ScannerFacts.Unseen.Way, _ reason: String) {
    guard let reason = PlainText.line(reason) else { return }
    unseen.append(ScannerFacts.Unseen(way: way, reason: reason))
  }
}
