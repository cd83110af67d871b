import InventoryFixtures
import Presentation
import Testing

/// English names in records, as pages show them.
struct RecordedNameTests {
  @Test(arguments: [
    ("user root", "root (dòng lệnh)", "root (command line)"),
    ("user hoa as root", "hoa (dòng lệnh, quyền root)", "hoa (command line, as root)"),
    ("machine m8abc", "máy m8abc", "computer m8abc"),
    ("link of hoa", "người có đường dẫn của hoa", "somebody with the link of hoa"),
    ("centre", "máy chủ trung tâm", "the central server"), ("hoa", "hoa", "hoa"),
    ("user ", "user ", "user "),
  ])
  func actors(_ name: String, _ inVietnamese: String, _ inEnglish: String) throws {
    let messages = try Example.messages()
    #expect(RecordedName(.vi, messages: messages).actor(name) == inVietnamese)
    #expect(RecordedName(.en, messages: messages).actor(name) == inEnglish)
  }

  @Test(arguments: [
    ("token 120", "mã đăng ký số 120"), ("program token 3", "mã truy cập API số 3"),
    ("programme 1", "chương trình số 1"), ("commune 21250", "đơn vị 21250"),
    ("user hoa", "người dùng hoa"), ("group Huyện A", "nhóm Huyện A"),
    ("policy 4", "bộ tiêu chí, phiên bản 4"), ("register", "danh mục đơn vị"),
    ("clock", "đồng hồ máy chủ trung tâm"), ("m8abc", "m8abc"),
  ])
  func subjects(_ name: String, _ inVietnamese: String) throws {
    let messages = try Example.messages()
    #expect(RecordedName(.vi, messages: messages).subject(name) == inVietnamese)
  }
}
