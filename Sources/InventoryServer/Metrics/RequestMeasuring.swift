import HTTPTypes
import Hummingbird

/// Counts every request and its duration, and tells people's browsers and programs how long the
/// centre took (`Server-Timing`, milliseconds). The outermost, so that all our work is in it.
struct RequestMeasuring<Context: RequestContext>: RouterMiddleware {
  private static var serverTiming: HTTPField.Name? { HTTPField.Name("Server-Timing") }

  let requests: RequestCount

  func handle(
    _ request: Request, context: Context,
    next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    let start = ContinuousClock.now
    var response = try await next(request, context)
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    let took = Double(seconds) + Double(attoseconds) / 1e18
    // Hummingbird's own name for an address without a route
    let route = context.endpointPath.flatMap { $0 == "NotFound" ? nil : $0 }
    requests.add(
      route: route, method: request.method, status: response.status.code, seconds: took)
    if RequestCount.clientKind(route) != .agent, let name = Self.serverTiming {
      response.headers[name] = "total;dur=\((took * 1e5).rounded() / 100)"
    }
    return response
  }
}
