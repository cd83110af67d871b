import CAvahi
import FoundationEssentials
import Glibc
import HardwareCatalogue
import Reporting

/// The answer of the task `avahi`.
struct AvahiAnswer: Codable, Equatable {
  /// A scanner as announced by mDNS.
  struct Service: Codable, Hashable {
    var isSecure: Bool
    var address: String
    var port: Int
    /// The folder of its documents (`rs`), and its own name and UUID (`ty`, `UUID`).
    var path: String?
    var model, uuid: String?
  }

  /// Whether avahi is installed and its daemon runs.
  var isRunning = false
  var services: [Service] = []
  /// Whether avahi has reported all that it knows.
  var isComplete = false
  /// Whether an announced scanner no longer has an address.
  var hasLost = false
}

/// The task `avahi` (``IsolatedTasks``): finds the eSCL scanners that announce themselves on this
/// network. The question is its time limit in seconds.
enum AvahiTask {
  static let mostServices = 64

  @Sendable static func run(_ question: [UInt8]) -> [UInt8]? {
    let seconds = Double(String(decoding: question, as: UTF8.self)) ?? 4
    let answer = AvahiLibrary().map { AvahiBrowsing($0).answer(seconds: min(seconds, 30)) }
    return try? Array(JSONEncoder().encode(answer ?? AvahiAnswer()))
  }
}

/// One browsing of `_uscan._tcp` and `_uscans._tcp`. Nothing is freed: the process ends after it.
private final class AvahiBrowsing {
  private let library: AvahiLibrary
  private var client: OpaquePointer?
  private var answer = AvahiAnswer()
  /// What was requested and has not been answered: types to browse, services to resolve.
  private var open: Set<OpaquePointer> = []
  private var resolved = 0
  private var hasFailed = false

  init(_ library: AvahiLibrary) { self.library = library }

  func answer(seconds: Double) -> AvahiAnswer {
    let deadline = MonotonicClock.seconds() + seconds
    let context = Unmanaged.passUnretained(self).toOpaque()
    var error: Int32 = 0
    guard let poll = library.pollNew(), let api = library.pollGet(poll),
      // Without a daemon, or without the bus to it, this fails.
      let client = library.clientNew(
        api, AvahiClientFlags(0),
        { _, state, context in
          if state == AVAHI_CLIENT_FAILURE { AvahiBrowsing.of(context)?.hasFailed = true }
        }, context, &error)
    else { return answer }
    self.client = client
    answer.isRunning = true
    for type in ["_uscan._tcp", "_uscans._tcp"] { browse(type, client, context) }
    while !open.isEmpty, !hasFailed, MonotonicClock.seconds() < deadline {
      let rest = max(0, deadline - MonotonicClock.seconds())
      guard library.pollIterate(poll, Int32(min(rest, 1) * 1000) + 1) == 0 else { break }
    }
    answer.isComplete = open.isEmpty && !hasFailed
    return answer
  }

  private static func of(_ context: UnsafeMutableRawPointer?) -> AvahiBrowsing? {
    context.map { Unmanaged<AvahiBrowsing>.fromOpaque($0).takeUnretainedValue() }
  }

  private func browse(_ type: String, _ client: OpaquePointer, _ context: UnsafeMutableRawPointer) {
    let browser = library.browserNew(
      client, -1, AvahiProtocol(AVAHI_PROTO_INET), type, nil, AvahiLookupFlags(0),
      { browser, interface, transport, event, name, type, domain, _, context in
        guard let browser, let browsing = AvahiBrowsing.of(context) else { return }
        switch event {
        case AVAHI_BROWSER_NEW: browsing.resolve(interface, transport, name, type, domain)
        case AVAHI_BROWSER_ALL_FOR_NOW: browsing.open.remove(browser)
        case AVAHI_BROWSER_FAILURE: browsing.hasFailed = true
        default: break
        }
      }, context)
    if let browser { open.insert(browser) } else { hasFailed = true }
  }

  private func resolve(
    _ interface: AvahiIfIndex, _ transport: AvahiProtocol, _ name: UnsafePointer<CChar>?,
    _ type: UnsafePointer<CChar>?, _ domain: UnsafePointer<CChar>?
  ) {
    guard resolved < AvahiTask.mostServices else {
      hasFailed = true
      return
    }
    resolved += 1
    let resolver = library.resolverNew(
      client, interface, transport, name, type, domain, AvahiProtocol(AVAHI_PROTO_INET),
      AvahiLookupFlags(0),
      { resolver, _, _, event, _, type, _, _, address, port, text, _, context in
        guard let resolver, let browsing = AvahiBrowsing.of(context) else { return }
        browsing.open.remove(resolver)
        guard event == AVAHI_RESOLVER_FOUND, let address, let type else {
          browsing.answer.hasLost = true
          return
        }
        browsing.add(
          isSecure: String(cString: type).hasPrefix("_uscans"), address, port,
          browsing.library.pairs(text))
      }, Unmanaged.passUnretained(self).toOpaque())
    if let resolver { open.insert(resolver) } else { hasFailed = true }
  }

  private func add(
    isSecure: Bool, _ address: UnsafePointer<AvahiAddress>, _ port: UInt16,
    _ pairs: [String: String]
  ) {
    var text = [CChar](repeating: 0, count: Int(AVAHI_ADDRESS_STR_MAX))
    guard library.addressPrint(&text, text.count, address) != nil,
      let end = text.firstIndex(of: 0)
    else { return }
    let service = AvahiAnswer.Service(
      isSecure: isSecure,
      address: String(decoding: text[..<end].map(UInt8.init(bitPattern:)), as: UTF8.self),
      port: Int(port), path: pairs["rs"], model: PlainText.line(pairs["ty"]),
      uuid: PlainText.line(pairs["uuid"])?.lowercased())
    if !answer.services.contains(service), answer.services.count < AvahiTask.mostServices {
      answer.services.append(service)
    }
  }
}
