import Foundation
import InventoryFixtures
import Presentation
import Prioritization
import Testing

@Suite struct PlanTableTests {
  private func render(
    _ document: PlanDocument, _ language: Language = .vi, limit: Int? = nil, width: Int = 100
  ) throws -> String {
    PlanTable.render(
      document, language, messages: try Example.messages(), limit: limit, width: width)
  }

  @Test func vietnamese() throws {
    #expect(
      try render(Example.plan()) == """
        Phương án đầu tư – Tỉnh Quảng Ngãi
        Bộ tiêu chí chuẩn, phiên bản 1; tính đến 23/11/2026 15:00
        Kinh phí 40.000.000 đồng: phân bổ 34.000.000 đồng, mua sắm cho 1 đơn vị, kiểm tra thực tế 1 đơn vị,
        giải quyết 286,5 điểm nhu cầu.
        Đã chứng minh: không phương án nào trong cùng giới hạn giải quyết được nhiều điểm hơn.
        Ngưỡng hiệu quả: khoản mua sắm cuối cùng được bố trí giải quyết 5,208 điểm trên một triệu đồng.
        Thứ hạng không phải là thứ tự phân bổ kinh phí: phương án chọn các khoản mua sắm giải quyết được
        nhiều điểm nhất trên mỗi đồng.

        Tổng hợp mua sắm
        Số lượng  Đơn giá (đồng)  Thành tiền (đồng)  Hạng mục
               2       8.000.000         16.000.000  Máy quét
               1      15.000.000         15.000.000  Máy tính

        Mua sắm theo đơn vị
        Mã     Đơn vị      Thành tiền (đồng)  Điểm trước → sau  Mua sắm
        21154  Xã Tây Trà         31.000.000     546,9 → 260,4  2 × Máy quét; 1 × Máy tính

        Kiểm tra thực tế trước (chưa đủ số liệu để mua sắm)
        Thành tiền (đồng)  Mã     Đơn vị
                3.000.000  21205  Xã Ba Gia

        Đã bố trí một phần: phần còn thiếu và lý do
        Mã     Đơn vị      Lý do
        21154  Xã Tây Trà  Khoản mua sắm tiếp theo (1 × Máy tính, 15.000.000 đồng) giải quyết 5,21 điểm trên
                           một triệu đồng, nhưng kinh phí chỉ còn 6.000.000 đồng.

        Đơn vị chưa được bố trí kinh phí và lý do
        Mã     Đơn vị          Lý do
        21244  Xã Trà Giang    Còn thiếu hụt nhưng danh mục mua sắm không có hạng mục nào giải quyết được.
        08227  Xã Một          Khoản mua sắm tiếp theo (1 × Máy tính, 15.000.000 đồng) giải quyết 4,17 điểm
                               trên một triệu đồng; khoản cuối cùng được bố trí giải quyết 5,21 điểm.
        21250  Xã Nghĩa Giang  Không có thiếu hụt có minh chứng.

        """)
  }

  /// The cost per official, if the register has their number.
  @Test func perOfficial() throws {
    var plan = try Example.plan()
    #expect(!(try render(plan).contains("Mỗi cán bộ")))
    plan.places["21154"]?.officials = 31
    let table = try render(plan)
    #expect(table.contains("Thành tiền (đồng)  Cán bộ  Mỗi cán bộ"), "\(table)")
    #expect(table.contains("31.000.000      31   1.000.000"), "\(table)")
  }

  @Test func english() throws {
    let table = try render(Example.plan(limits: "remoteQuota = 0.5"), .en)
    #expect(table.contains("Cut-off for remote communes: "))
    #expect(table.contains("Rank does not set the order of spending"))
    #expect(table.contains("It has no proven gap."))
    #expect(table.contains("2 × Scanner"))
  }

  /// Money is left, but the policy allows none of it for visits.
  @Test func shareOfVisits() throws {
    let document = try Example.plan()
    var refusal = try #require(document.plan.refusals.first)
    (refusal.reason, refusal.cost) = (.visitShareSpent(share: 2_000_000), 3_000_000)
    let messages = try Example.messages()
    let said = Language.allCases.map {
      PlanText(document.policy, $0, messages: messages).reason(refusal)
    }
    #expect(said.allSatisfy { $0.contains("2.000.000") || $0.contains("2,000,000") }, "\(said)")
    #expect(said.contains { $0.contains("share for visits") })
  }

  /// Each reason is given in words, with its figures.
  @Test(arguments: [
    (40_000_000, "", "only 6,000,000 VND of the budget remains"),
    (0, "", "what is left of the budget does not cover the visit (3,000,000 VND)"),
    (400_000_000, "cap = 8_000_000", "exceeds the maximum for one commune, 8,000,000 VND"),
    (400_000_000, "", "nothing in the catalogue closes them"),
    (26_999_999, "", "the last one funded closes"),
  ])
  func reasons(_ budget: Int, _ limits: String, _ says: String) throws {
    let table = try render(Example.plan(budget: budget, limits: limits), .en, width: 400)
    #expect(table.contains(says), "\(table)")
  }

  @Test(arguments: [72, 80, 100, 140], [Language.vi, .en])
  func everyLineFits(_ width: Int, _ language: Language) throws {
    let document = try Example.plan(
      names: ["Xã Nguyễn Nghiêm Thượng Nghĩa Hưng Đông", "Xã", "漢字", "x", "y"])
    for line in try render(document, language, width: width).split(separator: "\n") {
      #expect(DisplayText.width(String(line)) <= width, "\(line)")
    }
  }

  @Test func limitCountsWhatItLeavesOut() throws {
    let table = try render(Example.plan(budget: 400_000_000), .en, limit: 1)
    #expect(table.contains("… and 1 more commune"))
  }

  @Test func hostileNames() throws {
    for hostile in Example.hostile {
      let document = try Example.plan(names: Array(repeating: hostile, count: 5))
      let table = try render(document, .en)
      for scalar in table.unicodeScalars where scalar != "\n" {
        #expect(
          ![.control, .format, .lineSeparator, .paragraphSeparator].contains(
            scalar.properties.generalCategory))
      }
      #expect(table.split(separator: "\n").allSatisfy { DisplayText.width(String($0)) <= 100 })
    }
  }

  /// A commune that the plan funds is never listed among those that it does not fund, and every
  /// commune is in exactly one place.
  @Test(arguments: [0, 5_000_000, 18_999_999, 40_000_000, 400_000_000], ["", "cap = 8_000_000"])
  func fundedCommunesAreNotListedAsUnfunded(_ budget: Int, _ limits: String) throws {
    let document = try Example.plan(budget: budget, limits: limits)
    let rows = PlanRows(document.plan)
    let funded = Set(document.plan.communes.map(\.code) + document.plan.visits.map(\.code))
    #expect(funded.isDisjoint(with: rows.unfunded.map(\.code)))
    #expect(funded.isSuperset(of: rows.partly.map(\.code)))
    #expect(rows.rows.map(\.code).sorted() == document.places.keys.sorted())
    #expect(rows.unfunded.count == document.places.count - funded.count)
    let table = try render(document, .en)
    let list = try #require(
      table.split(separator: "Communes not funded, and why").dropFirst().first)
    #expect(funded.allSatisfy { !list.contains($0) }, "\(table)")
  }

  /// What is left is said of the money that is too small, not of both kinds together.
  @Test func namesTheBudgetThatIsUsedUp() throws {
    let document = try Example.plan(apart: Money(capital: 15_000_000, recurrent: 60_000_000))
    let short = document.plan.refusals.compactMap { refusal -> (left: Int, kind: MoneyKind?)? in
      guard case .notEnoughLeft(_, let left, let kind) = refusal.reason else { return nil }
      return (left, kind)
    }
    let spent = try #require(document.plan.spentByKind)
    #expect(!short.isEmpty)
    for (left, kind) in short { #expect(kind == .capital && left == 15_000_000 - spent.capital) }
    #expect(try render(document, .en, width: 400).contains("VND of capital expenditure remains"))
    let json = String(decoding: try PlanJSON.encode(document), as: UTF8.self)
    #expect(json.contains(#""kind":"capital""#))
  }

  /// If the register knows of no remote commune, the plan does not claim that they lack nothing.
  @Test func noRemoteCommuneIsSaid() throws {
    var document = try Example.plan(limits: "remoteQuota = 0.5")
    #expect(document.plan.remoteShare?.communes == 2)
    document = try Example.plan(limits: "remoteQuota = 0.5", anyRemote: false)
    #expect(document.plan.remoteShare?.communes == 0)
    let table = try render(document, .en, width: 400)
    #expect(table.contains("lists none of this plan's communes as remote"))
    #expect(!table.contains("no further gaps"))
  }

  /// Each of two budgets is used up separately; the text does not claim that the plan buys nothing.
  @Test func twoBudgetsHaveTwoEnds() throws {
    let document = try Example.plan(apart: Money(capital: 31_000_000, recurrent: 6_000_000))
    #expect(!document.plan.communes.isEmpty)
    let table = try render(document, .en)
    #expect(!table.contains("No purchase was funded"))
    #expect(table.contains("a million VND of capital expenditure closes"))
  }

  /// In the narrowest terminal a simulated commune is marked, and its name is complete.
  @Test(arguments: [72, 100]) func simulatedCommunesAreMarked(_ width: Int) throws {
    let name = "Xã Nguyễn Nghiêm Thượng Nghĩa Hưng Đông"
    let document = try Example.plan(
      names: Array(repeating: name, count: 5), simulated: ["08227"])
    let table = try render(document, .vi, width: width)
    #expect(table.contains("08227*") && !table.contains("21154*"))
    #expect(table.contains("\n* mô phỏng\n") && !table.contains("…"))
    #expect(try !render(Example.plan(), .vi, width: width).contains("mô phỏng"))
  }
}
