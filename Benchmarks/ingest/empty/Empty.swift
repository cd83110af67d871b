import Hummingbird

/// `ingest-empty PORT`: accepts any report and answers an empty 200: the upper limit of the HTTP
/// server.
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
