import Foundation
import InventoryFixtures
import Presentation
import Prioritization
import Testing

/// A forecast for a commune whose computer reaches its end in 2028 and one with no data.
enum ForecastExample {
  static func document(budget: Int? = nil, names: [String] = ["Xã Ba Gia"]) throws
    -> ForecastDocument
  {
    let policy = try Policy(
      toml: String(
        contentsOf: Example.root.appending(path: "inventory/policies/standard.toml"),
        encoding: .utf8))
    let today = CalendarDay(year: 2026, month: 11, day: 29)
    let fleet = try fleet(names)
    return ForecastDocument(
      policy: policy, provenance: Provenance(asOf: Example.now),
      forecast: try Forecast(
        policy: policy, fleet: fleet, period: ForecastPeriod(today: today, years: 3),
        budgetPerYear: budget),
      places: Dictionary(
        uniqueKeysWithValues: names.enumerated().map {
          (
            "0822\($0)",
            PlanDocument.Place(
              name: $1, province: "51", provinceName: "Tỉnh Quảng Ngãi", simulated: $0 == 0)
          )
        }), budgetPerYear: budget)
  }

  static func fleet(_ names: [String]) throws -> [FleetCommune] {
    names.indices.map { at in
      FleetCommune(
        measures: CommuneMeasures(
          code: "0822\(at)",
          observations: [
            .known(low: 0.5, high: 0.5, ageDays: 0), .unknown, .unknown,
            .known(low: 2, high: 2, ageDays: 0), .known(low: 1, high: 1, ageDays: 0),
            .known(low: 5e7, high: 5e7, ageDays: 0), .known(low: 1, high: 1, ageDays: 0),
            .known(low: 2, high: 2, ageDays: 0),
          ], context: [nil, nil, nil], needs: [4]), officials: 4,
        computers: [
          FleetComputer(
            isHeard: true, isSufficient: true, ageEnds: .never,
            system: FleetSystem(
              name: "Windows 10 22H2",
              ends: [
                .init(lastDay: CalendarDay(year: 2028, month: 10, day: 10), isPaid: true)
              ], canUpgrade: false)),
          FleetComputer(isHeard: true, isSufficient: true, ageEnds: .unknown, system: nil),
        ])
    }
  }
}

/// A forecast as text, JSON and CSV.
@Suite struct ForecastTests {
  @Test func inATerminal() throws {
    let messages = try Example.messages()
    let text = ForecastTable.render(
      try ForecastExample.document(budget: 30_000_000), .en, messages: messages)
    #expect(text.contains("Forecast 2027–2029 – Tỉnh Quảng Ngãi"))
    #expect(text.contains("Windows 10 22H2 (paid updates)") && text.contains("10 Oct 2028"))
    #expect(text.contains("unknown") && text.contains("30,000,000"))
    let row = try #require(text.split(separator: "\n").first { $0.hasPrefix("2028 ") })
    #expect(
      row.split(separator: " ").map(String.init) == [
        "2028", "1–2", "1–2", "0", "0–1", "1–2", "unknown", "unknown", "unknown", "unknown",
        "15,000,000–30,000,000",
      ])
    #expect(text.contains("Xã Ba Gia · simulated"))
    for language in Language.allCases {
      let hostile = ForecastTable.render(
        try ForecastExample.document(names: Example.hostile), language, messages: messages)
      #expect(!hostile.contains("\u{1B}") && !hostile.contains("\u{202E}"))
    }
  }

  @Test func forPrograms() throws {
    let bytes = try ForecastJSON.encode(try ForecastExample.document(budget: 30_000_000))
    #expect(try ForecastJSON.encode(try ForecastExample.document(budget: 30_000_000)) == bytes)
    let json = String(decoding: bytes, as: UTF8.self)
    #expect(json.contains(#""years":[2027,2028,2029]"#))
    #expect(json.contains(#""lastDay":"2028-10-10","paid":true"#))
    // Unknown figures are null, never 0.
    #expect(json.contains(#""lines":null"#) && json.contains(#""certificates":null"#))
    #expect(json.contains(#""budget":30000000"#))
    // Hostile names still give valid JSON, and a single commune has its province's figures.
    let tree = try #require(
      JSONSerialization.jsonObject(with: bytes) as? [String: Any])
    #expect(
      tree.keys.sorted() == [
        "asOf", "budgetPerYear", "communes", "group", "plans", "policy", "provinces", "running",
        "systems", "total", "unknown", "years",
      ])
    func due(_ key: String) throws -> NSDictionary {
      let places = try #require(tree[key] as? [[String: Any]])
      return try #require(places.first?["due"] as? NSDictionary)
    }
    #expect(try due("communes") == due("provinces"))
    #expect(try due("communes") == #require(tree["total"] as? NSDictionary))
    let hostile = try ForecastJSON.encode(
      try ForecastExample.document(budget: 1_000_000, names: Example.hostile))
    let names = try #require(
      (JSONSerialization.jsonObject(with: hostile) as? [String: Any])?["communes"]
        as? [[String: Any]]
    ).map { $0["name"] as? String }
    #expect(names == Example.hostile)
    let without = try ForecastJSON.encode(try ForecastExample.document())
    #expect(String(decoding: without, as: UTF8.self).contains(#","plans":null}"#))
  }

  /// Of two computers that fall due, one official needs one: readers are told what is priced.
  @Test func spareComputersAreSaid() throws {
    var document = try ForecastExample.document()
    var total = document.forecast.total.throughEnd
    #expect(total.computers == total.computersNeeded)
    let messages = try Example.messages()
    func said(_ language: Language) -> String {
      ForecastText(document, language, messages: messages).sentences.joined(separator: "\n")
    }
    #expect(!said(.en).contains("spare"))
    var fleet = try ForecastExample.fleet(["Xã Ba Gia"])
    fleet[0].officials = 1
    document.forecast = try Forecast(
      policy: document.policy, fleet: fleet, period: document.forecast.period)
    total = document.forecast.total.throughEnd
    #expect(total.computers == CountRange(low: 1, high: 2))
    #expect(total.computersNeeded == CountRange(low: 0, high: 1))
    #expect(said(.en).contains("fall below the policy: 1–2, of which officials need 0–1"))
    #expect(said(.vi).contains("trong đó 0–1 máy cần cho cán bộ"))
    let json = String(decoding: try ForecastJSON.encode(document), as: UTF8.self)
    #expect(json.contains(#""computersNeeded":{"high":1,"low":0}"#))
    #expect(total.cost == CountRange(low: 0, high: 15_000_000))
  }

  /// Nothing is known of accounts, certificates and lines: that no computer falls due does not make
  /// the year free of cost, and readers are told.
  @Test func unknownFiguresAreNeverFree() throws {
    let document = try ForecastExample.document()
    #expect(document.forecast.unknown.accounts == 1)
    let text = ForecastText(document, .en, messages: try Example.messages())
    #expect(text.sentences.contains { $0.contains("expiry of accounts: 1.") })
    #expect(!text.sentences.contains { $0.contains("has no price") })
    var figures = DueFigures()
    figures.computers = .zero
    #expect(!figures.mayCost)
    let certain = try Forecast(
      policy: document.policy,
      fleet: [
        FleetCommune(
          measures: CommuneMeasures(code: "00001", observations: [], context: []), officials: 4,
          computers: [])
      ], period: document.forecast.period)
    #expect(certain.total.throughEnd.computers == .zero && certain.total.throughEnd.cost == nil)
  }

  /// A programme buys one of the two computers that the plans buy.
  @Test func warnsOfWhatProgrammesAlreadyBuy() throws {
    var document = try ForecastExample.document(budget: 30_000_000)
    let plans = try #require(document.forecast.plans)
    let planned = plans.flatMap(\.communes).flatMap(\.purchases)
      .filter { $0.item == "computer" }.reduce(0) { $0 + $1.count }
    #expect(planned > 1)
    document.running = ForecastRunning(
      plans,
      running: [
        ("08220", "computer", "2026", 1), ("08220", "scanner", "Khác", 9),
        ("99999", "computer", "Khác", 5),
      ])
    let running = try #require(document.running)
    #expect(running.programmes == ["2026"])
    #expect(running.total == running.part(of: "08220", in: plans[0].year))
    #expect(running.total.units == 1 && running.total.cost == 15_000_000)
    #expect(ForecastRunning(plans, running: []) == nil)
    let messages = try Example.messages()
    let text = ForecastTable.render(document, .en, messages: messages)
    #expect(text.contains("already buy 1 unit of"))
    let json = String(decoding: try ForecastJSON.encode(document), as: UTF8.self)
    #expect(json.contains(#""running":{"cost":15000000,"programmes":["2026"],"units":1}"#))
    let csv = String(
      decoding: ForecastCSV.encode(document, .en, messages: messages), as: UTF8.self)
    #expect(csv.contains("Their cost (VND)"))
    #expect(csv.contains("1,15000000\r\n"))
  }

  @Test func inASpreadsheet() throws {
    let csv = String(
      decoding: ForecastCSV.encode(
        try ForecastExample.document(names: ["=HYPERLINK(\"x\")"]), .en,
        messages: try Example.messages()),
      as: UTF8.self)
    let lines = csv.split(separator: "\r\n")
    // The total, the province and one commune, in six periods.
    #expect(lines.count == 1 + 3 * 6)
    #expect(csv.contains("\"'=HYPERLINK(\"\"x\"\")\""))
    let row = try #require(lines.first { $0.contains("\"commune\"") && $0.contains("\"2028\"") })
    #expect(row.hasSuffix("\"2028\",1,2,1,2,0,0,0,1,1,2,,,,,,,,,15000000,30000000"))
  }

  /// Every figure of a plan that JSON has is in CSV, too.
  @Test(arguments: Language.allCases) func plansInASpreadsheet(_ language: Language) throws {
    let messages = try Example.messages()
    let document = try ForecastExample.document(
      budget: 30_000_000, names: ["Xã Ba Gia", "=2+3, \"x\""])
    let rows = Self.cells(
      String(decoding: ForecastCSV.encode(document, language, messages: messages), as: UTF8.self))
    let heading = try #require(rows.first)
    #expect(rows.allSatisfy { $0.count == heading.count })
    let without = Self.cells(
      String(
        decoding: ForecastCSV.encode(
          try ForecastExample.document(names: ["Xã Ba Gia", "=2+3, \"x\""]), language,
          messages: messages), as: UTF8.self))
    let columns = try #require(without.first?.count)
    // The forecast itself is as without a budget.
    #expect(rows.prefix(without.count).map { Array($0.prefix(columns)) } == without)
    let kinds = ["plan", "planCommune"].map { messages("forecast.level.\($0)", language) }
    let added = rows.dropFirst(without.count)
    #expect(added.allSatisfy { kinds.contains($0[0]) })

    func value(_ row: [String], _ key: String, _ item: String? = nil) throws -> Double? {
      let label = document.policy.catalogue.first { $0.id == item }?.label[language] ?? ""
      let at = try #require(heading.firstIndex(of: messages(key, language, ["item": label])))
      return Double(row[at])
    }
    func expectUnits(_ row: [String], _ key: String, _ purchases: Any?) throws {
      let bought = try #require(purchases as? [[String: Any]])
      for entry in document.policy.catalogue {
        let count = bought.first { $0["item"] as? String == entry.id }?["count"] as? Double
        #expect(try value(row, key, entry.id) == count ?? 0, "\(entry.id) \(row)")
      }
    }
    let json = try #require(
      JSONSerialization.jsonObject(with: try ForecastJSON.encode(document)) as? [String: Any])
    let plans = try #require(json["plans"] as? [[String: Any]])
    #expect(plans.count == 3 && added.count { $0[0] == kinds[0] } == 3)
    for plan in plans {
      let year = try #require(plan["year"] as? Int)
      let row = try #require(added.first { $0[0] == kinds[0] && $0[5] == "\(year)" })
      for (key, member) in [
        ("forecast.column.budget", "budget"), ("forecast.column.spent", "spent"),
        ("forecast.column.left", "left"), ("forecast.column.visits", "visits"),
        ("forecast.column.linesEnding", "linesEnding"), ("column.pointsBefore", "pointsBefore"),
        ("column.pointsAfter", "pointsAfter"),
        ("forecast.column.optimalityGap", "optimalityGap"),
        ("forecast.column.lacking", "lackingCost"),
      ] {
        let (written, expected) = (try value(row, key), try #require(plan[member] as? Double))
        #expect(abs((written ?? .infinity) - expected) < 1e-6, "\(member) \(row)")
      }
      try expectUnits(row, "forecast.bought", plan["purchases"])
      try expectUnits(row, "forecast.lacking", plan["lacking"])
      let communes = try #require(plan["communes"] as? [[String: Any]])
      #expect(try value(row, "forecast.column.communes") == Double(communes.count))
      let theirs = added.filter { $0[0] == kinds[1] && $0[5] == "\(year)" }
      #expect(theirs.map { $0[1] } == communes.map { $0["code"] as? String })
      for (row, commune) in zip(theirs, communes) {
        #expect(row[2] == (row[1] == "08220" ? "Xã Ba Gia" : "'=2+3, \"x\""))
        #expect(try value(row, "forecast.column.spent") == commune["spend"] as? Double)
        #expect(try value(row, "forecast.column.left") == nil)
        try expectUnits(row, "forecast.bought", commune["purchases"])
      }
    }
    #expect(plans.contains { ($0["communes"] as? [Any])?.isEmpty == false })
    #expect(plans.contains { ($0["lacking"] as? [Any])?.isEmpty == false })
  }

  /// The cells of a table whose texts contain no line break.
  private static func cells(_ csv: String) -> [[String]] {
    csv.trimmingPrefix("\u{FEFF}").split(separator: "\r\n").map { line in
      var (cells, isQuoted) = ([""], false)
      for character in line {
        switch character {
        case "\"":
          // The second of two within quotation marks stands for itself.
          if !isQuoted, cells[cells.count - 1].isEmpty == false { cells[cells.count - 1] += "\"" }
          isQuoted.toggle()
        case "," where !isQuoted: cells.append("")
        default: cells[cells.count - 1].append(character)
        }
      }
      return cells
    }
  }
}
