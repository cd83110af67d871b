import Delivery
import Foundation
import InventoryServer
import InventoryStore
import Testing

struct MetricsTests {
  /// Prometheus' text format 0.0.4, read strictly: each sample follows the type of its metric.
  private struct Samples {
    var values: [String: Double] = [:]
    var types: [String: String] = [:]

    init(_ text: String) throws {
      #expect(text.hasSuffix("\n"))
      var metric = ""
      for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
        if let head = line.wholeMatch(of: /# (HELP|TYPE) ([a-z_]+) (.+)/) {
          let isNew = metric != head.2
          #expect((head.1 == "HELP") == isNew, "\(line)")
          if isNew { #expect(types[String(head.2)] == nil, "\(line)") }
          metric = String(head.2)
          if head.1 == "TYPE" { types[metric] = String(head.3) }
        } else {
          let sample = try #require(
            line.wholeMatch(
              of: /(([a-z_]+)(?:\{[a-z]+="[^"\\\n]*"(?:,[a-z]+="[^"\\\n]*")*\})?) ([-+.e0-9]+)/),
            "\(line)")
          let name =
            types[metric] == "histogram"
            ? metric + (sample.2.firstMatch(of: /_(bucket|sum|count)$/)?.0 ?? "") : metric
          #expect(sample.2 == name, "\(line)")
          #expect(values[String(sample.1)] == nil, "\(line)")
          values[String(sample.1)] = try #require(Double(sample.3))
        }
      }
    }

    subscript(name: String) -> Double? { values["commune_inventory_" + name] }
  }

  private func metrics(
    _ centre: TestCentre, fields: [String: String] = [:]
  ) async throws -> (status: Int, text: String) {
    let reply = try await centre.ask("GET", "/metrics", fields: fields)
    return (reply.status, reply.text)
  }

  /// A file that was moved away still answers reads, but nothing is stored.
  @Test func movedDatabaseShows() async throws {
    try await TestCentre.run { centre in
      #expect(try Samples(try await metrics(centre).text)["database_in_place"] == 1)
      let (path, elsewhere) = (centre.store.path, centre.store.path + ".moved")
      try FileManager.default.moveItem(atPath: path, toPath: elsewhere)
      let samples = try Samples(try await metrics(centre).text)
      #expect(samples["database_in_place"] == 0 && samples["database_up"] == 1)
      try FileManager.default.moveItem(atPath: elsewhere, toPath: path)
    }
  }

  @Test func countersReflectRequests() async throws {
    try await TestCentre.run { centre in
      let agent = try await centre.enrol()
      let report = try agent.report()
      _ = try await centre.send(report)
      _ = try await centre.send(report)
      _ = try await centre.send(try agent.signed(Data("[]".utf8), sequence: "2"))
      _ = try await centre.get("/ranking?province=51")
      _ = try await centre.get("/communes/none/such")
      let samples = try Samples(try await metrics(centre).text)

      #expect(samples[#"reports_total{outcome="stored"}"#] == 1)
      #expect(samples[#"reports_total{outcome="duplicate"}"#] == 1)
      #expect(samples[#"reports_refused_total{code="notJSON"}"#] == 1)
      #expect(samples["enrolments_total"] == 1)
      #expect(samples[#"sign_ins_total{outcome="refused"}"#] == 0)
      let reports = #"route="/agent/v1/reports",method="POST""#
      #expect(samples["http_requests_total{\(reports),status=\"200\"}"] == 2)
      #expect(samples["http_requests_total{\(reports),status=\"422\"}"] == 1)
      #expect(samples[#"http_requests_total{route="/ranking",method="GET",status="200"}"#] == 1)
      #expect(samples[#"http_requests_total{route="none",method="GET",status="404"}"#] == 1)
      #expect(samples[#"communes{reporting="fresh"}"#] == 1)
      #expect(samples[#"communes{reporting="neverEnrolled"}"#] == 3_320)
      #expect(samples[#"machines{state="active"}"#] == 1)
      #expect(samples["database_up"] == 1)
      #expect((samples["database_wal_bytes"] ?? 0.0) > 0)
      #expect((samples.values["process_resident_memory_bytes"] ?? 0) > 1_000_000)
      let start = try #require(samples.values["process_start_time_seconds"])
      #expect(start > 1_600_000_000 && start <= Date().timeIntervalSince1970 + 2)
    }
  }

  @Test func histogramsAddUp() async throws {
    try await TestCentre.run { centre in
      for _ in 0..<3 { _ = try await centre.get("/healthz") }
      let samples = try Samples(try await metrics(centre).text)
      let name = "commune_inventory_http_request_duration_seconds"
      #expect(samples.types[name] == "histogram")
      let buckets = samples.values.filter { $0.key.hasPrefix("\(name)_bucket{door=\"program\"") }
      #expect(buckets.values.max() == 3)
      #expect(samples.values["\(name)_bucket{door=\"program\",le=\"+Inf\"}"] == 3)
      #expect(samples.values["\(name)_count{door=\"program\"}"] == 3)
      #expect((samples.values["\(name)_sum{door=\"program\"}"] ?? 0) > 0)
    }
  }

  /// A request that a proxy on the same machine passes on may come from anywhere.
  @Test func remoteAccessRequiresAdministratorsToken() async throws {
    try await TestCentre.run(access: .signIn) { centre in
      let elsewhere = ["X-Forwarded-For": "192.0.2.1"]
      #expect(try await metrics(centre).status == 200)
      #expect(try await metrics(centre, fields: elsewhere).status == 401)
      for (role, status) in [(UserRole.planner, 403), (.administrator, 200)] {
        let user = try await centre.store.people.invite(
          "\(role)", role: role, scope: .country, now: Date()
        ).user
        let token = try await centre.store.apiTokens.create(for: user, label: "t", now: Date())
          .secret
        let fields = elsewhere.merging(["Authorization": "Bearer \(token)"]) { $1 }
        #expect(try await metrics(centre, fields: fields).status == status)
      }
    }
  }

  @Test func pagesReportServerTiming() async throws {
    try await TestCentre.run { centre in
      let timing = try await centre.get("/ranking?province=51").fields["server-timing"]
      #expect(timing?.wholeMatch(of: /total;dur=[0-9.]+/) != nil)
    }
  }
}
