import Delivery
import Foundation
import Reporting
import Testing

/// Replies from something other than the centre: a proxy's error page must never cost a report.
struct ForeignReplyTests {
  func verdict(
    _ status: Int, _ body: String, type: String = "text/html"
  ) throws -> ReportVerdict {
    ReportVerdict(
      IncomingReply(status: status, fields: ["content-type": type], body: Data(body.utf8)),
      id: "7d2d6f0e-0001-4000-8000-000000000001", sequence: 1,
      from: try CentreAddress("http://127.0.0.1:8080"))
  }

  func isKept(_ verdict: ReportVerdict) -> Bool {
    if case .keep = verdict { true } else { false }
  }

  @Test(arguments: [200, 204, 301, 400, 404, 409, 413, 422, 502])
  func aProxysPageKeepsTheReport(_ status: Int) throws {
    #expect(isKept(try verdict(status, "<html>nginx</html>")))
    #expect(isKept(try verdict(status, "{}", type: "application/json")))
    #expect(isKept(try verdict(status, "{}", type: "application/problem+json")))
  }

  @Test func onlyTheCentresRefusalIsFinal() throws {
    let problem = Problem(title: "t", status: 422, code: "notJSON", detail: "d")
    let body = String(decoding: try CanonicalJSON.encode(problem), as: UTF8.self)
    let refused = try verdict(422, body, type: "application/problem+json")
    #expect(refused == .refused("422 notJSON: d"))
  }

  @Test func resendsReportsDamagedInTransit() throws {
    let problem = Problem(title: "t", status: 400, code: "digestMismatch", detail: "d")
    let body = String(decoding: try CanonicalJSON.encode(problem), as: UTF8.self)
    #expect(isKept(try verdict(400, body, type: "application/problem+json")))
  }
}
