import Hummingbird

/// The rest of the chain that answers a request after a middleware.
typealias NextResponder<Context> = (Request, Context) async throws -> Response
