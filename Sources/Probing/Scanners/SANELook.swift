import CSANE
import FoundationEssentials
import Glibc
import Reporting

/// Asks SANE, in separate processes, which scanners it has and which of them open.
///
/// Backends also look for scanners on the network, which takes seconds; if they hang or crash over
/// that, they are asked again for this machine's own scanners only.
struct SANELook: Sendable {
  let isolation: Isolation
  /// Whether backends may look for scanners on the network.
  var asksNetwork = true
  /// Seconds for all backends to list what they have: 3 to 4 s if none hangs.
  var listSeconds = 12.0
  /// Seconds for the second list, without the network.
  var localSeconds = 8.0
  /// Seconds for one scanner to open, and for all of them.
  var openSeconds = 6.0
  var allOpenSeconds = 12.0
  /// Longest time for all of it, in seconds.
  var seconds: Double { listSeconds + localSeconds + allOpenSeconds }

  /// The result of asking SANE.
  struct Findings: Equatable, Sendable {
    /// Whether there is a SANE library to ask.
    var isThere = false
    var scanners: [SANESighting] = []
    /// Whether every backend has listed what is connected to this machine.
    var hasListedLocal = false
    var unseen: [ScannerFacts.Unseen] = []
  }

  /// Whether the machine's list of libraries names SANE's, so that asking is worth a process; true
  /// if there is no such list.
  static func mayBeThere(on host: Host) -> Bool {
    guard getenv("LD_LIBRARY_PATH") == nil, let cache = try? host.bytes("etc/ld.so.cache")
    else { return true }
    return cache.firstRange(of: Array(SANELibrary.name.utf8)) != nil
  }

  static let networkNotAsked = "SANE was not asked for network scanners: the nightly report does"

  func findings() -> Findings {
    var findings = Findings(isThere: true)
    let answer: SANEAnswer
    switch list(localOnly: !asksNetwork, seconds: listSeconds) {
    case .success(let all):
      answer = all
      if !asksNetwork, all.isThere { findings.add(Self.networkNotAsked) }
    case .failure(let failure):
      guard case .success(let local) = list(localOnly: true, seconds: localSeconds) else {
        findings.add("SANE \(failure.phrase)")
        return findings
      }
      findings.add("SANE \(failure.phrase) when asked for network scanners")
      answer = local
    }
    guard answer.isThere else { return Findings() }
    guard answer.status == 0 else {
      findings.add("SANE refuses to list scanners (status \(answer.status))")
      return findings
    }
    if answer.isCut { findings.add("SANE lists more than \(SANELibrary.mostDevices) scanners") }
    findings.hasListedLocal = !answer.isCut && answer.asNobody != true
    let deadline = MonotonicClock.seconds() + allOpenSeconds
    findings.scanners = answer.devices.compactMap { device in
      var sighting = SANESighting(device)
      guard sighting.isScanner else { return nil }
      sighting.opens = opens(
        device.name, seconds: min(openSeconds, deadline - MonotonicClock.seconds()))
      return sighting
    }
    return findings
  }

  /// Whether there is a SANE library; nil if it crashes or hangs at once. No backend is asked.
  func isThere() -> Bool? {
    // No backend has this name, so none is loaded.
    try? ask(SANEQuestion(open: Data("none:".utf8)), seconds: openSeconds).get().isThere
  }

  private func list(
    localOnly: Bool, seconds: Double
  ) -> Result<SANEAnswer, Isolation.Failure> {
    ask(SANEQuestion(localOnly: localOnly), seconds: seconds)
  }

  /// true if the scanner opens or is in use, false if its driver refuses or crashes, nil
  /// if it is unknown.
  private func opens(_ name: Data, seconds: Double) -> Bool? {
    guard seconds > 0 else { return nil }
    switch ask(SANEQuestion(open: name), seconds: seconds) {
    case .success(let answer):
      switch answer.status {
      case Int32(CSANE_STATUS_GOOD), Int32(CSANE_STATUS_DEVICE_BUSY): return true
      // This user may not open it; others may.
      case Int32(CSANE_STATUS_ACCESS_DENIED): return nil
      default: return false
      }
    case .failure(.crashed): return false
    case .failure: return nil
    }
  }

  private func ask(
    _ question: SANEQuestion, seconds: Double
  ) -> Result<SANEAnswer, Isolation.Failure> {
    Result { () throws(Isolation.Failure) in
      guard let bytes = try? JSONEncoder().encode(question) else { throw .failed(status: 65) }
      let answer = try isolation.answer(of: "sane", to: Array(bytes), seconds: seconds)
      guard let answer = try? JSONDecoder().decode(SANEAnswer.self, from: Data(answer)) else {
        throw .failed(status: 65)
      }
      return answer
    }
  }
}

extension SANELook.Findings {
  /// Nothing on the USB could need a driver, and the network is not to be asked.
  static let nothingToDrive = Self(
    isThere: true, hasListedLocal: true,
    unseen: [ScannerFacts.Unseen(way: .sane, reason: SANELook.networkNotAsked)])

  fileprivate mutating func add(_ reason: String) {
    unseen.append(ScannerFacts.Unseen(way: .sane, reason: reason))
  }
}
