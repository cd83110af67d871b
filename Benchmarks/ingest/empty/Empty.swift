import Hummingbird

/// `ingest-empty PORT`: takes any report in and answers an empty 200. The most that the HTTP server
/// could do.
@main
enum Empty {
  static func main() async throws {
    let port = Int(CommandLine.arguments.dropFirst().first ?? "") ?? 0
    let router = Router()
    router.post("/agent/v1/reports") { request, _ in
      _ = try await request.body.collect(upTo: 256 << 10)
      return Response(status: .ok)
    }
    let application = Application(
      router: router, configuration: ApplicationConfiguration(address: .hostname(port: port)))
    try await application.runService()
  }
}
