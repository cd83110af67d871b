import Delivery
import Foundation
import InventoryStore
import Presentation
import Reporting
import Testing

@testable import InventoryServer

/// The audit log in the reader's words: the log keeps names and codes.
struct AuditPageTests {
  @Test(arguments: [Language.vi, .en])
  func everythingThatTheLogNamesHasAText(_ language: Language) throws {
    let messages = try Messages.embedded()
    let keys =
      AuditDetailName.allCases.map { "audit.detail.\($0.rawValue)" }
      + AuditAction.allCases.map { "audit.act.\($0.rawValue)" }
      + LineItemChange.Field.allCases.map { "audit.field.\($0.rawValue)" }
      + ["address", "language", "period"].map { "audit.changed.\($0)" }
      + ["contactName", "contactPhone", "contactEmail"].map { "register.column.\($0)" }
      + MachineState.allCases.map { "machine.state.\($0.rawValue)" }
    for key in keys { #expect(messages(key, language) != key, "\(key)") }
  }

  /// A subject without a text is shown as the log has it, such as `database`.
  @Test func subjectsHaveTexts() throws {
    let names = RecordedName(.vi, messages: try Messages.embedded())
    for subject in ["register", "clock", "groups", "bundle", "database"] {
      #expect(names.subject(subject) != subject)
    }
  }

  @Test(arguments: [
    (
      "vi",
      [
        "máy tính đạt yêu cầu|3", "máy tính cũ hoặc yếu|1.250",
        "đường truyền, chiều chậm hơn|12,5 Mbit/s",
        "phần mềm|Thư điện tử công vụ", "tình trạng|sử dụng được", "có hiệu lực đến|31/01/2036",
        "địa bàn|Tỉnh Quảng Ngãi", "vai trò|cán bộ kế hoạch", "được ghi nhận mua sắm|có",
        "nội dung|Đầu mối liên hệ: điện thoại", "trạng thái trước|đang hoạt động",
        "hạng mục|Kiểm tra thực tế", "nội dung|đơn giá", "trước|3.000.000 đồng",
        "sau|2.500.000 đồng", "kinh phí|5.000.000.000 đồng", "thay đổi|địa chỉ, kỳ bản tin",
        "nhận bản tin|Hằng tuần",
      ]
    ),
    (
      "en",
      [
        "line, slower direction|12.5 Mbit/s", "valid until|31 Jan 2036", "field|price",
        "before|3,000,000 VND", "may record purchases|yes", "previous status|active",
      ]
    ),
  ])
  func detailsAreInWords(_ language: String, _ wanted: [String]) async throws {
    try await TestCentre.run(access: .signIn) { centre in
      try await Self.act(centre)
      let admin = try await centre.session(of: "qt")
      let page = try await centre.ask(
        "GET", "/administration/audit?language=\(language)", session: admin
      ).text
      let details = page.matches(of: /<span class="soft">([^<]*)<\/span> ([^<]*)<\/span>/)
        .map { "\($0.1)|\($0.2)" }
      for detail in wanted { #expect(details.contains(detail), "\(detail) of \(Set(details))") }
      let names = Set(AuditDetailName.allCases.map(\.rawValue))
      if language == "vi" {
        for detail in details {
          let label = String(detail.prefix { $0 != "|" })
          #expect(!names.contains(label), "\(detail)")
        }
      }
    }
  }

  /// One action of each kind whose details are codes.
  private static func act(_ centre: TestCentre) async throws {
    _ = try await centre.addUser("qt", .administrator, .country)
    let planner = try await centre.addUser("hd", .planner, .province("51"))
    let now = Date()
    try await centre.store.communes.recordVisit(
      of: "21250", at: now.addingTimeInterval(-86_400),
      .init(adequateComputers: 3, otherComputers: 1250, lineBitsPerSecond: 12_500_000),
      within: .country, by: nil, now: now)
    try await centre.store.communes.attest(
      commune: "21250", service: "official-mail", status: .active,
      until: VietnamDay.end("2036-01-31"), note: nil, within: .country,
      by: try await centre.user("qt"), now: now)
    try await centre.store.communes.setContact(
      ContactDetails(name: nil, phone: "0905 123 456", email: nil), of: "21250", within: .country,
      by: nil, now: now)
    _ = try await centre.store.apiTokens.create(
      for: planner, label: "x", recordsPurchases: true, now: now)
    let machine = try await centre.enrol().machine
    try await centre.store.machines.quarantine(
      machine, because: "x", within: .country, now: now)
    try await centre.store.letters.set(
      LetterSettings(email: "hd@example.gov.vn", language: .vi, period: .weekly), of: "hd",
      now: now)
    let session = try await centre.session(of: "hd")
    let token = FormToken.make(session: session)
    func post(_ path: String, _ form: String) async throws -> String {
      let reply = try await centre.ask("POST", path, form, session: session, formToken: token)
      #expect(reply.status == 303, "\(path): \(reply.text)")
      return String(try #require(reply.fields["location"]).prefix { $0 != "?" && $0 != "#" })
    }
    let plan = try await post("/plan/saved", "budget=5000000000&province=51&name=x")
    let programme = try await post("\(plan)/adopt", "name=x&sure=yes")
    _ = try await post(
      "\(programme)/changes",
      "commune=21250&item=(visit)&field=price&value=2500000&reason=x")
  }
}
