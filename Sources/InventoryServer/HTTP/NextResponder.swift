import Hummingbird

/// What answers a request after a middleware.
typealias NextResponder<Context> = (Request, Context) async throws -> Response
