import Foundation
import InventoryStore
import Prioritization
import Synchronization
import TestSupport
import Testing

/// Orders and deliveries are recorded all or none, in order, and only once.
struct PurchaseFilingTests {
  /// Ten days after the adoption: 2026-07-11 or later in Vietnam.
  private let now = TestInventory.start.addingTimeInterval(10 * 86_400)

  private func programme() async throws -> TestProgramme {
    try await TestProgramme(
      try TestInventory(), items: ["computer": (5, 15_000_000), "scanner": (1, 8_000_000)])
  }

  private func day(_ offset: Double) -> String {
    VietnamDay.text(TestInventory.start.addingTimeInterval(offset * 86_400))
  }

  private func faults(
    _ programme: TestProgramme, _ records: [PurchaseRecord], within scope: Scope = .country
  ) async throws -> [String] {
    let error = await #expect(throws: InventoryError.self) {
      _ = try await programme.programmes.record(
        records, in: programme.number, within: scope, now: now)
    }
    #expect(error?.code == .purchasesMalformed, "\(error?.message ?? "")")
    return error?.faults.map(\.kind) ?? []
  }

  @Test func programmeIsAdoptedOnce() async throws {
    let inventory = try TestInventory()
    _ = try await TestProgramme(inventory, items: ["computer": (5, 15_000_000)])
    for name in ["2026", "again"] {
      let error = await #expect(throws: InventoryError.self) {
        _ = try await inventory.store.programmes.adopt(
          Adoption(
            name: name, area: .province("51"), budget: 1,
            purchases: [
              .init(commune: "21250", item: "computer", count: 1, price: 1, evidence: nil)
            ], document: Data("{\"name\":\"2026\"}".utf8), policy: Data("{}".utf8),
            baseline: Data("{}".utf8)), within: .country, now: now)
      }
      #expect(error?.code == .stateConflict)
    }
    let outside = await #expect(throws: InventoryError.self) {
      _ = try await inventory.store.programmes.adopt(
        Adoption(
          name: "x", area: .country, budget: 1,
          purchases: [.init(commune: "21250", item: "c", count: 1, price: 1, evidence: nil)],
          document: Data("{}".utf8), policy: Data("{}".utf8), baseline: Data("{}".utf8)),
        within: .province("51"), now: now)
    }
    #expect(outside?.code == .argumentMalformed)
    #expect(try await inventory.store.programmes.list(within: .province("51")).count == 1)
    #expect(try await inventory.store.programmes.list(within: .province("01")).isEmpty)
    #expect(try await inventory.store.programmes.list(within: .commune("21250")).count == 1)
  }

  @Test func deliveriesFollowOrders() async throws {
    let programme = try await programme()
    _ = try await programme.programmes.record(
      [
        // A delivery may precede its order in the list.
        TestProgramme.record(.delivery, "computer", 2, day: day(3), document: "BB-1"),
        TestProgramme.record(.order, "computer", 4, day: day(2), document: "HD-1"),
      ], in: programme.number, within: .province("51"), now: now)
    let progress = try await programme.progress("computer", now: now)
    #expect((progress.ordered, progress.delivered, progress.confirmed) == (4, 2, 0))
    #expect(progress.state == .delivered && progress.awaited == 2)
    let later = now.addingTimeInterval(60 * 86_400)
    #expect(try await programme.progress("computer", now: later).state == .unconfirmed)
  }

  @Test func invalidRecordsAreNamedAndNothingIsFiled() async throws {
    let programme = try await programme()
    func order(_ item: String, _ count: Int, _ day: String, _ document: String)
      -> PurchaseRecord
    { TestProgramme.record(.order, item, count, day: day, document: document) }
    func delivery(_ count: Int, _ day: String, _ document: String) -> PurchaseRecord {
      TestProgramme.record(.delivery, "computer", count, day: day, document: document)
    }
    let cases: [([PurchaseRecord], [String])] = [
      ([delivery(1, day(1), "BB")], ["beforeOrder"]),
      ([order("computer", 1, day(3), "HD"), delivery(1, day(2), "BB")], ["beforeOrder"]),
      ([order("computer", 1, day(1), "HD"), delivery(2, day(2), "BB")], ["beyondOrder"]),
      ([order("computer", 6, day(1), "HD")], ["beyondProgramme"]),
      ([order("printer", 1, day(1), "HD")], ["unknownPurchase"]),
      ([order("computer", 0, day(1), "HD")], ["badPurchaseCount"]),
      (
        // A blank price that a spreadsheet filled with 0.
        [
          PurchaseRecord(
            kind: .order, commune: "21250", item: "computer", day: day(1), count: 1, price: 0,
            document: "HD")
        ], ["unlikelyPrice"]
      ),
      (
        // A code without its leading zeros.
        [
          PurchaseRecord(
            kind: .order, commune: "4", item: "computer", day: day(1), count: 1, price: nil,
            document: "HD")
        ], ["badCode"]
      ),
      ([order("computer", -3, day(1), "HD")], ["badPurchaseCount"]),
      ([order("computer", 1, "2026-02-30", "HD")], ["badDay"]),
      ([order("computer", 1, "30/11/2026", "HD")], ["badDay"]),
      ([order("computer", 1, day(30), "HD")], ["futureDay"]),
      ([order("computer", 1, day(1), "")], ["noDocument"]),
      ([order("computer", 1, day(1), "a\nb")], ["noDocument"]),
      (
        [order("computer", 1, day(1), "HD"), order("computer", 1, day(2), "HD")],
        ["repeatedDocument"]
      ),
      (
        [
          order("scanner", 1, day(1), "HD"), order("printer", 1, day(1), "HD"),
          delivery(0, "x", ""),
        ],
        ["unknownPurchase", "badDay"]
      ),
    ]
    for (records, kinds) in cases {
      #expect(try await faults(programme, records) == kinds, "\(records)")
    }
    let elsewhere = TestProgramme.record(
      .order, "computer", 1, day: day(1), document: "HD", commune: TestProgramme.other)
    #expect(
      try await faults(programme, [elsewhere], within: .commune("21250"))
        == ["unknownPurchaseCommune"])
    #expect(try await programme.item("computer").entries.isEmpty)
    #expect(try await programme.item("scanner").entries.isEmpty)
  }

  /// Amounts too large to represent are refused, and sums of large ones saturate.
  @Test func excessiveAmountsAreRejected() async throws {
    let programme = try await programme()
    let most = PurchaseRecord.maximumPrice
    for (count, price) in [(5, most), (5, Int.max), (2, most / 2 + 1), (1, most + 1)] {
      let order = TestProgramme.record(
        .order, "computer", count, day: day(1), document: "HD", price: price)
      #expect(try await faults(programme, [order]) == ["badPrice"], "\(count) at \(price)")
    }
    let old = TestProgramme.record(.order, "computer", 1, day: "1026-11-30", document: "HD")
    #expect(try await faults(programme, [old]) == ["badDay"])
    await #expect(throws: InventoryError.self) {
      try await programme.programmes.change(
        .price, of: "21250", item: "computer", in: programme.number, to: most, because: "x",
        within: .country, now: now)
    }
    #expect([Int.max, 1].cappedSum() == .max && Int.max.cappedProduct(2) == .max)
    try await programme.programmes.change(
      .price, of: "21250", item: "computer", in: programme.number, to: most / 5, because: "x",
      within: .country, now: now)
    let dear = TestProgramme.record(
      .order, "computer", 5, day: day(1), document: "HD", price: most / 5)
    _ = try await programme.programmes.record(
      [dear], in: programme.number, within: .country, now: now)
    #expect(try await programme.item("computer").cost(of: .order) == most)
  }

  @Test func documentIsRecordedOnce() async throws {
    let programme = try await programme()
    let order = TestProgramme.record(.order, "computer", 2, day: day(1), document: "HD-1")
    _ = try await programme.programmes.record(
      [order], in: programme.number, within: .country, now: now)
    #expect(try await faults(programme, [order]) == ["repeatedDocument"])
    let entry = try #require(try await programme.item("computer").entries.first)
    try await programme.programmes.withdraw(
      entry: entry.number, of: programme.number, within: .country, now: now)
    _ = try await programme.programmes.record(
      [order], in: programme.number, within: .country, now: now)
    #expect(try await programme.item("computer").entries.count == 1)
  }

  /// Capitals and spaces do not make a different document.
  @Test(arguments: ["HĐ-1", "hđ-1", "HĐ-1 ", " HĐ-1", "Hđ-1", "HĐ-1\u{A0}"])
  func documentIsKnownHoweverItIsTyped(_ typed: String) async throws {
    let programme = try await programme()
    func order(_ document: String) -> PurchaseRecord {
      TestProgramme.record(.order, "computer", 1, day: day(1), document: document)
    }
    _ = try await programme.programmes.record(
      [order("HĐ-1")], in: programme.number, within: .country, now: now)
    let kinds = try await faults(programme, [order(typed)])
    #expect(kinds == ["repeatedDocument"] || kinds == ["noDocument"], "\(kinds)")
    #expect(try await faults(programme, [order("HĐ  1"), order("hđ 1")]) == ["repeatedDocument"])
    _ = try await programme.programmes.record(
      [order("HĐ-2"), order("HĐ1")], in: programme.number, within: .country, now: now)
    #expect(try await programme.item("computer").entries.count == 3)
  }

  /// The check runs outside the transaction: others write meanwhile, and what they change is
  /// checked against.
  @Test func checkDoesNotHoldTheWriter() async throws {
    let programme = try await programme()
    let order = TestProgramme.record(.order, "computer", 4, day: day(1), document: "HD-1")
    let checks = Mutex(0)
    let error = await #expect(throws: InventoryError.self) {
      _ = try await programme.programmes.record(
        [order], in: programme.number, within: .country, now: now
      ) { [now, programmes = programme.programmes, number = programme.number] check in
        let round = checks.withLock { checks in
          checks += 1
          return checks
        }
        if round == 1 {
          try await programmes.change(
            .count, of: "21250", item: "computer", in: number, to: 3, because: "x",
            within: .country, now: now)
        }
        return try check()
      }
    }
    // The first check was of the programme before the change.
    #expect(error?.faults.map(\.kind) == ["beyondProgramme"] && checks.withLock { $0 } == 2)
    #expect(try await programme.item("computer").entries.isEmpty)
  }

  @Test func programmeThatChangesAllTheTimeIsBusy() async throws {
    let programme = try await programme()
    let order = TestProgramme.record(.order, "computer", 1, day: day(1), document: "HD-1")
    let count = Mutex(5)
    let error = await #expect(throws: InventoryError.self) {
      _ = try await programme.programmes.record(
        [order], in: programme.number, within: .country, now: now
      ) { [now, programmes = programme.programmes, number = programme.number] check in
        let count = count.withLock { count in
          count += 1
          return count
        }
        let checked = try check()
        try await programmes.change(
          .count, of: "21250", item: "computer", in: number, to: count, because: "x",
          within: .country, now: now)
        return checked
      }
    }
    #expect(error?.code == .busy)
    #expect(try await programme.item("computer").entries.isEmpty)
  }

  /// Twenty thousand wrong lines for one line item, each with its own fault; a check that compares
  /// each with all before it would take minutes here.
  @Test(.timeLimit(.minutes(1)))
  func manyFaultsAreCounted() async throws {
    let programme = try await programme()
    let most = InventoryStore.Programmes.maximumRecords
    let records = (0..<most).map {
      TestProgramme.record(.order, "computer", 6, day: day(1), document: "Hợp đồng số \($0)")
    }
    let error = await #expect(throws: InventoryError.self) {
      _ = try await programme.programmes.record(
        records, in: programme.number, within: .country, now: now)
    }
    #expect(error?.faults.count == 20)
    #expect(error?.message.hasSuffix("\(most - 20) further lines are wrong.") == true)
  }

  @Test func orderWithDeliveriesCannotBeWithdrawn() async throws {
    let programme = try await programme()
    try await programme.deliver("computer", 2, day: day(1), now: now)
    let order = try #require(
      try await programme.item("computer").entries.first { $0.kind == .order })
    let error = await #expect(throws: InventoryError.self) {
      try await programme.programmes.withdraw(
        entry: order.number, of: programme.number, within: .country, now: now)
    }
    #expect(error?.code == .stateConflict)
  }

  @Test func repeatedRequestIsIdempotent() async throws {
    let programme = try await programme()
    let order = TestProgramme.record(.order, "computer", 2, day: day(1), document: "HD-1")
    func record(_ key: RequestKey) async throws -> Int {
      try await programme.programmes.record(
        [order], in: programme.number, key: key, within: .country, now: now)
    }
    let key = RequestKey(key: "k", body: Data("a".utf8))
    #expect(try await record(key) == 1)
    #expect(try await record(key) == 1)
    #expect(try await programme.item("computer").entries.count == 1)
    let error = await #expect(throws: InventoryError.self) {
      _ = try await record(RequestKey(key: "k", body: Data("b".utf8)))
    }
    #expect(error?.code == .stateConflict)
  }

  @Test func changesKeepEarlierValues() async throws {
    let programme = try await programme()
    func change(
      _ field: LineItemChange.Field, _ value: Int, within scope: Scope = .province("51")
    ) async throws {
      try await programme.programmes.change(
        field, of: "21250", item: "computer", in: programme.number, to: value,
        because: "award", within: scope, by: Actor("user ke-hoach"), now: now)
    }
    try await change(.count, 3)
    try await change(.price, 14_200_000)
    var item = try await programme.item("computer")
    #expect((item.count, item.price, item.cost) == (3, 14_200_000, 42_600_000))
    #expect(item.plannedCount == 5 && item.plannedPrice == 15_000_000)
    #expect(item.changes.map(\.before) == [5, 15_000_000])
    #expect(item.changes.allSatisfy { $0.reason == "award" && $0.changedBy == "user ke-hoach" })
    try await programme.deliver("computer", 2, day: day(1), now: now)
    for wrong in [1, -1] {
      await #expect(throws: InventoryError.self) { try await change(.count, wrong) }
    }
    await #expect(throws: InventoryError.self) {
      try await change(.count, 4, within: .commune("21250"))
    }
    try await change(.cancelled, 1)
    item = try await programme.item("computer")
    #expect(item.cost == 28_400_000, "what arrived before is still paid")
    let delivery = TestProgramme.record(
      .order, "computer", 1, day: day(2), document: "late")
    #expect(try await faults(programme, [delivery]) == ["cancelledPurchase"])
    try await change(.cancelled, 0)
    #expect(try await programme.item("computer").cancelledAt == nil)
  }

  /// A template may be filled in only in part.
  @Test(arguments: [
    ("order,21250,computer,1/7/2026,5,,HD-7,\n", 0), ("order,21250,computer,,5,,,\n", nil),
    ("order,21250,computer,01/07/2026,5,,HD-7,\norder,21250,scanner,,1,8000000,,\n", 1),
    ("order,21250,scanner,,,,,\norder,21250,computer,2026-07-01,5,,HD-7,\nx,,,,,,,y\n", 2),
  ])
  func untouchedLinesAreSkipped(_ lines: String, _ skipped: Int?) throws {
    let bytes = Data(("kind,commune,item,day,count,price,document,note\n" + lines).utf8)
    guard let skipped else {
      let error = #expect(throws: InventoryError.self) { _ = try PurchaseTable(bytes) }
      #expect(error?.faults.map(\.kind) == ["nothingFilledIn"])
      return
    }
    let table = try PurchaseTable(bytes)
    #expect(table.skipped == skipped)
    #expect(table.records.map(\.day) == ["2026-07-01"])
    #expect(table.records.map(\.document) == ["HD-7"])
  }

  /// A line with a day but no document, or the other way round, is not untouched.
  @Test(arguments: [
    ("2026-07-02,5,,", "noDocument"), (",5,,HD-7", "badDay"), ("7/2026,5,,HD-7", "badDay"),
    ("31/6/2026,5,,HD-7", "badDay"), ("7/13/2026,5,,HD-7", "badDay"),
  ])
  func halfFilledLinesAreRefused(_ line: String, _ kind: String) async throws {
    let programme = try await programme()
    let table = try PurchaseTable(
      Data("kind,commune,item,day,count,price,document\norder,21250,computer,\(line)\n".utf8))
    #expect(table.skipped == 0)
    #expect(try await faults(programme, table.records) == [kind])
  }

  @Test func tableErrorsNameEveryLine() async throws {
    func error(_ text: String) -> InventoryError? {
      #expect(throws: InventoryError.self) { _ = try PurchaseTable(Data(text.utf8)) }
    }
    let head = "kind,commune,item,day,count,document\n"
    #expect(error(head)?.fault?.kind == "noRows")
    #expect(
      error("kind,commune,item,day,count\nx,1,2,3,4\n")?.fault?.kind == "missingPurchaseColumn")
    #expect(error("kind,commune,who\n1,2,3\n")?.fault?.kind == "unknownPurchaseColumn")
    let wrong = error(
      head + "order,21250,computer,2026-07-02,1,A\nbuy,21250,c,d,1,A\norder,1,c,d,-1,A\n")
    #expect(wrong?.faults.map(\.line) == [3, 4])
    #expect(wrong?.faults.map(\.kind) == ["badEntryKind", "badPurchaseCount"])
    let programme = try await programme()
    let lines = PurchaseTemplate.lines(
      try await programme.programmes.record(programme.number, within: .commune("21250")))
    let header = "kind,commune,item,day,count,price,document,note\n"
    let filled = try lines.reduce(header) { text, line in
      let end = try #require(
        ["computer": "5,,HD-7,", "scanner": "1,7500000,HD-7,có túi"][line.item])
      #expect(end.hasPrefix("\(line.count),"))
      #expect(line.price == (line.item == "computer" ? 15_000_000 : 8_000_000))
      return text + "\(line.kind.rawValue),\(line.commune),\(line.item),\(day(1)),\(end)\n"
    }
    _ = try await programme.programmes.record(
      PurchaseTable(Data(filled.utf8)).records, in: programme.number, within: .country, now: now)
    let scanner = try await programme.item("scanner")
    #expect(scanner.entries.map(\.price) == [7_500_000] && scanner.entries[0].note == "có túi")
    #expect(try await programme.item("computer").cost(of: .order) == 75_000_000)
  }
}
