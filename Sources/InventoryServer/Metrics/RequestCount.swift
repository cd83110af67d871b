import HTTPTypes
import Hummingbird
import Synchronization

/// Counts requests by route pattern, never by the requested path, so that the number of series
/// stays bounded and contains no commune's code.
final class RequestCount: Sendable {
  /// The kind of client that uses a route.
  enum ClientKind: String, CaseIterable { case agent, asset, page, program, none }

  struct Kind: Hashable, Sendable {
    let route: String
    let method: String
    let status: Int
  }

  private struct State {
    var counts: [Kind: Int] = [:]
    var durations = [DurationHistogram](repeating: .init(), count: ClientKind.allCases.count)
  }

  /// Any other method counts as `other`.
  private static let methods: Set<HTTPRequest.Method> = [
    .get, .head, .post, .put, .patch, .delete, .options,
  ]

  private let state = Mutex(State())

  /// - Parameter route: The pattern; nil if no route matched.
  func add(route: String?, method: HTTPRequest.Method, status: Int, seconds: Double) {
    let kind = Kind(
      route: route ?? "none",
      method: Self.methods.contains(method) ? method.rawValue : "other", status: status)
    let clientKind = Self.clientKind(route)
    state.withLock { state in
      state.counts[kind, default: 0] += 1
      if let at = ClientKind.allCases.firstIndex(of: clientKind) {
        state.durations[at].add(seconds)
      }
    }
  }

  static func clientKind(_ route: String?) -> ClientKind {
    guard let route else { return .none }
    if route.hasPrefix("/agent/") || ["/glpi", "/ca.pem"].contains(route) { return .agent }
    if route.hasPrefix("/assets/") { return .asset }
    let isOfPrograms =
      route.hasPrefix("/api/")
      || ["/healthz", "/readyz", "/metrics", "/openapi.yaml"].contains(route)
    return isOfPrograms ? .program : .page
  }

  func expose(in exposition: inout Exposition) {
    let state = state.withLock { $0 }
    exposition.add(
      "commune_inventory_http_requests_total", .counter,
      "Requests answered, by the pattern of their route; \"none\" if no route matched.",
      state.counts.sorted {
        ($0.key.route, $0.key.method, $0.key.status) < ($1.key.route, $1.key.method, $1.key.status)
      }
      .map { kind, count in
        (
          [("route", kind.route), ("method", kind.method), ("status", "\(kind.status)")],
          Double(count)
        )
      })
    exposition.add(
      "commune_inventory_http_request_duration_seconds",
      "Time from a request's head to the start of its response, by kind of client.",
      label: "door",
      zip(ClientKind.allCases, state.durations).map { ($0.rawValue, $1) })
  }
}

/// Counts every request and its duration, and tells browsers and programs how long the centre took
/// (`Server-Timing`, milliseconds). Must be the outermost middleware, to include all our work.
struct RequestMeasuring<Context: RequestContext>: RouterMiddleware {
  let requests: RequestCount

  func handle(
    _ request: Request, context: Context, next: NextResponder<Context>
  ) async throws -> Response {
    let start = ContinuousClock.now
    var response = try await next(request, context)
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    let took = Double(seconds) + Double(attoseconds) / 1e18
    // Hummingbird's own name for a request without a route.
    let route = context.endpointPath.flatMap { $0 == "NotFound" ? nil : $0 }
    requests.add(
      route: route, method: request.method, status: response.status.code, seconds: took)
    if RequestCount.clientKind(route) != .agent, let name = ServerTiming.name {
      response.headers[name] = "total;dur=\((took * 1e5).rounded() / 100)"
    }
    return response
  }
}

private enum ServerTiming {
  static let name = HTTPField.Name("Server-Timing")
}
