import Foundation
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
        Bộ tiêu chí standard, phiên bản 1; tính đến 23/11/2026 15:00
        Ngân sách 40.000.000 đ: chi 34.000.000 đ, mua cho 1 xã, kiểm tra 1 xã, bù được 286,5 điểm thiếu.
        Không phương án nào trong cùng giới hạn bù được quá 317,7 điểm: phương án này kém tối ưu nhiều nhất
        9,8361%.
        Giá cắt: lần mua cuối được cấp bù 5,208 điểm trên một triệu đồng.
        Thứ hạng không phải là thứ tự chi tiền: phương án chọn những lần mua bù được nhiều điểm nhất cho mỗi
        đồng.

        Mua những gì
        Số lượng  Đơn giá (đ)  Thành tiền (đ)  Mặt hàng
               2    8.000.000      16.000.000  Máy quét
               1   15.000.000      15.000.000  Máy tính

        Mua cho các xã
        Mã     Xã          Thành tiền (đ)  Điểm trước → sau  Mua
        21154  Xã Tây Trà      31.000.000     546,9 → 260,4  2 × Máy quét; 1 × Máy tính

        Đến kiểm tra trước (chưa đủ dữ liệu để mua)
        Thành tiền (đ)  Mã     Xã
             3.000.000  21205  Xã Ba Gia

        Chưa được mua, và vì sao
        Mã     Xã              Vì sao chưa mua thêm
        21154  Xã Tây Trà      Lần mua tiếp theo (1 × Máy tính, 15.000.000 đ) bù 5,21 điểm trên triệu đồng,
                               nhưng ngân sách chỉ còn 6.000.000 đ.
        21244  Xã Trà Giang    Còn thiếu, nhưng danh mục không có gì bù được.
        08227  Xã Một          Lần mua tiếp theo (1 × Máy tính, 15.000.000 đ) bù 4,17 điểm trên triệu đồng;
                               lần mua cuối được cấp bù 5,21 điểm trên triệu đồng.
        21250  Xã Nghĩa Giang  Không thiếu gì mà báo cáo chứng minh được.

        """)
  }

  @Test func english() throws {
    let table = try render(Example.plan(limits: "remoteQuota = 0.5"), .en)
    #expect(table.contains("Cut-off price, remote communes: "))
    #expect(table.contains("Rank is not the order of spending"))
    #expect(table.contains("It lacks nothing that reports prove."))
    #expect(table.contains("2 × Scanner"))
  }

  /// Each reason is told in words, with its figures.
  @Test(arguments: [
    (40_000_000, "", "only 6,000,000 VND of the budget is left"),
    (0, "", "the budget does not pay the visit"),
    (400_000_000, "cap = 8_000_000", "exceeds the most for one commune, 8,000,000 VND"),
    (400_000_000, "", "the catalogue has nothing that closes it"),
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
    #expect(table.contains("… and 1 more communes"))
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
}
