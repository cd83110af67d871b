import Delivery
import Foundation
import InventoryStore
import Presentation
import Testing

@testable import InventoryServer

/// Passwords that are refused.
struct PasswordRuleTests {
  func fault(
    _ password: String, name: String = "bo", address: String? = nil
  ) -> PasswordRule? {
    PasswordRule.fault(password, again: password, name: name, address: address)
  }

  /// Every listed password not already refused as too short or too uniform.
  @Test func mostCommonPasswordsAreRejected() {
    #expect(CommonPasswords.all.count >= 30_000)
    let listed = CommonPasswords.all
    #expect(listed.allSatisfy { fault($0) != nil })
    #expect(listed.allSatisfy { $0.count < 4 || CommonPasswords.contain($0) })
    #expect(listed.count { fault($0) == .tooCommon } > 50, "some are otherwise long enough")
  }

  @Test(arguments: [
    "Password2026", "password!!2026", "P@ssw0rd1234", "Pa55w0rd!!99", "drowssap12345",
    "passwordpassword", "Password-Password", "qwertyuiop123", "1234567890123", "abcdefghijkl",
    "987654321098", "zxcvbnmzxcvbnm", "MatKhau123456", "Mật khẩu 12345", "AnhYeuEm@2026",
    "admin@1234567", "Administrator1", "iloveyou!!!!!", "¡letmein2026!", "ｐａｓｓｗｏｒｄ２０２６",
    "trustno1trustno1", "sunshine - sunshine", "123qweasdzxc", "Việt Nam 2026!",
    "qwertyuiopasdfghjkl",
  ])
  func simpleVariationsAreRejected(_ password: String) {
    #expect(fault(password) == .tooCommon)
  }

  @Test(arguments: [
    "CommuneInventory2026", "commune inventory!", "C0mmune-1nventory", "yrotnevni-enummoc",
    "inventory12345", "Commune!!!2026", "communeprobe99", "Kiểm kê trang thiết bị cấp xã",
    "KiemKe@2026!!", "TrangThietBi2026",
  ])
  func productNameIsRejected(_ password: String) {
    #expect(fault(password) == .isTheProduct)
  }

  @Test(
    arguments: [
      ("nguyen.van.binh", nil, "NguyenVanBinh99"), ("nguyen.van.binh", nil, "Nguyễn Bình 2026"),
      ("nguyen.van.binh", nil, "binh!binh!binh!"), ("Nguyễn Văn Bình", nil, "nguyenvanbinh1"),
      ("bo", "lan.tran@quangngai.gov.vn", "LanTran123456"),
      ("bo", "lan.tran@quangngai.gov.vn", "quangngai2026"),
      ("tranthilan", nil, "n4liht-n4rt-00"),
    ] as [(String, String?, String)])
  func usersOwnNameIsRejected(_ name: String, _ address: String?, _ password: String) {
    #expect(fault(password, name: name, address: address) == .isTheName)
  }

  @Test(arguments: [
    "mot cau de nho", "một câu dễ nhớ để thử", "correct horse battery", "kQ7#vb2-Lm9x!",
    "quán phở đầu ngõ bán sớm", "seven old buffaloes swim", "inventory of my grandmother's hens",
    "bình minh trên nương chè", "9f2c71d04be8a635",
  ])
  func passphrasesAreAccepted(_ password: String) {
    #expect(fault(password, name: "nguyen.van.binh", address: "binh@x.vn") == nil)
  }

  /// Found by fuzzing: Foundation's search crashed the centre if a name ended with NUL.
  @Test func unusualCharactersDoNotCrash() {
    for name in ["é\0", "\u{FFFD}\0", "bìnhé\0", "\0", "", "\u{301}", "\u{200D}\0\0"] {
      for password in ["mot cau de nho é", "nho bình minh \u{FFFD}", "một câu dễ nhớ bìnhé"] {
        _ = fault(password, name: name, address: name)
      }
    }
  }

  /// The page says why, in both languages.
  @Test(arguments: ["vi", "en"])
  func pageExplainsRejection(_ language: String) async throws {
    try await TestCentre.run { centre in
      let (_, secret) = try await centre.store.people.invite(
        "bo", role: .planner, scope: .country, now: Date())
      let path = "/invitations/\(secret)?language=\(language)"
      for (password, words) in [
        ("Password2026", ["vi": "dùng nhiều nhất", "en": "most common"]),
        ("CommuneInventory1", ["vi": "tên của hệ thống", "en": "name of this program"]),
      ] {
        let reply = try await centre.ask(
          "POST", path, "password=\(password)&again=\(password)")
        #expect(reply.status == 400)
        #expect(reply.text.contains(try #require(words[language])), "\(password)")
      }
    }
  }
}
