import Glibc
import Probing
import Reporting

/// `faulty-probes FAULT…`: observes this machine's hardware together with a probe for each fault,
/// and prints the report. These are faults that the agent must survive and that no shipped probe
/// has.
@main
enum FaultyProbes {
  static func main() throws {
    let faults = CommandLine.arguments.dropFirst()
    var probes: [any Probe] = [HardwareProbe()]
    for fault in faults {
      let (name, isLine) = (fault.prefix { $0 != "@" }, fault.hasSuffix("@line"))
      if isLine {
        probes.append(FaultyLine(fault: String(name)))
      } else {
        probes.append(FaultyAccounts(fault: String(name)))
      }
    }
    let report = ProbeRun.report(on: Host(), with: probes, agentVersion: "0.0.0")
    print(String(decoding: try report.body(), as: UTF8.self))
  }
}

/// A probe that does nothing but commit a fault.
protocol FaultyProbe: Probe {
  var fault: String { get }
}

extension FaultyProbe {
  var deadlineSeconds: Double { 3 }

  func observe(_ host: Host) throws(ProbeError) -> Facts? {
    Fault.commit(fault)
    return nil
  }
}

struct FaultyAccounts: FaultyProbe {
  static let name = "accounts"
  static var section: WritableKeyPath<Report, Outcome<AccountFacts>?> { \.accounts }
  let fault: String
}

/// Runs alone, after the others.
struct FaultyLine: FaultyProbe {
  static let name = "bandwidth"
  static let isBurden = true
  static var section: WritableKeyPath<Report, Outcome<BandwidthFacts>?> { \.bandwidth }
  let fault: String
}

enum Fault {
  static func commit(_ fault: String) {
    // Not known at compile time, so that the compiler cannot reject it.
    let zero = Int(getpid()) - Int(getpid())
    switch fault {
    case "index": print([1, 2, 3][3 + zero])
    case "overflow": print(Int.max - zero + Int(getppid()))
    case "division": print(1 / zero)
    case "conversion": print(Int(Double.infinity * Double(getppid())))
    case "nil":
      let none: Int? = zero == 0 ? nil : 1
      print(none.unsafelyUnwrapped)
    case "slice": print([1, 2, 3][..<(7 + zero)])
    case "segment": kill(getpid(), SIGSEGV)
    case "abort": abort()
    case "deep": print(deep(zero))
    case "hang": while true { pause() }
    case "spin": while true {}
    case "exit": exit(0)
    case "status": exit(9)
    case "close": for end in 0..<100 { close(Int32(end)) }
    case "chatter":
      for _ in 0..<10_000 { print("noise") }
      var noise = Array("noise\n".utf8)
      write(STDERR_FILENO, &noise, noise.count)
    case "orphan":
      // A grandchild in its own session, whose parent is gone.
      daemonise()
    default: break
    }
  }

  private static func deep(_ depth: Int) -> Int { depth < 0 ? 0 : deep(depth + 1) + 1 }

  /// Started by a shell that ends at once, because Swift has no fork.
  private static func daemonise() {
    var words: [UnsafeMutablePointer<CChar>?] = []
    for word in ["sh", "-c", "setsid sleep 613 & exit"] { words.append(strdup(word)) }
    words.append(nil)
    var id = pid_t()
    posix_spawn(&id, "/bin/sh", nil, nil, &words, environ)
    var status: Int32 = 0
    waitpid(id, &status, 0)
  }
}
