// SPDX-License-Identifier: MIT
#include "rct/sched_ext.h"

#include <linux/bpf.h>
#include <linux/btf.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <vector>

#include "rct/verdict.h"

namespace rct {
namespace {

constexpr std::uint32_t kLink = 1u << 13;           // BPF_F_LINK, since 6.4
constexpr std::uint64_t kSwitchPartial = 1u << 3;   // SCX_OPS_SWITCH_PARTIAL
constexpr std::uint32_t kStructOpsAttachment = 44;  // BPF_STRUCT_OPS

// The new file descriptor, if the command returns one.
File Bpf(int command, const bpf_attr& attributes, const char* what) {
  const long result = syscall(SYS_bpf, command, &attributes, sizeof attributes);
  RequireCall(result >= 0, what);
  return File(command == BPF_MAP_UPDATE_ELEM ? -1 : result);
}

// The kernel's types (Documentation/bpf/btf.rst).
class KernelTypes {
 public:
  KernelTypes() {
    std::ifstream file("/sys/kernel/btf/vmlinux", std::ios::binary);
    data_.assign(std::istreambuf_iterator<char>(file), {});
    Require(data_.size() > sizeof header_, "reading /sys/kernel/btf/vmlinux");
    std::memcpy(&header_, data_.data(), sizeof header_);
  }

  struct Struct {
    std::uint32_t id = 0, size = 0;
    std::size_t at = 0;  // offset of its members
    std::uint16_t members = 0;
  };

  Struct Find(const std::string& name) const {
    const std::size_t end = header_.hdr_len + header_.type_off + header_.type_len;
    std::uint32_t id = 1;
    for (std::size_t at = header_.hdr_len + header_.type_off; at < end; ++id) {
      const auto type = Get<btf_type>(at);
      at += sizeof type;
      const auto members = static_cast<std::uint16_t>(BTF_INFO_VLEN(type.info));
      if (BTF_INFO_KIND(type.info) == BTF_KIND_STRUCT && name == Name(type.name_off))
        return {id, type.size, at, members};
      at += Rest(BTF_INFO_KIND(type.info), members);
    }
    throw Broken("the kernel has no type " + name);
  }

  std::uint32_t Offset(const Struct& type, const std::string& member) const {
    for (std::size_t i = 0; i < type.members; ++i) {
      const auto found = Get<btf_member>(type.at + i * sizeof(btf_member));
      if (member == Name(found.name_off)) return BTF_MEMBER_BIT_OFFSET(found.offset) / 8;
    }
    throw Broken("a type of the kernel has no member " + member);
  }

 private:
  template <typename T>
  T Get(std::size_t at) const {
    T value{};
    if (at + sizeof value > data_.size()) throw Broken("the kernel's types end too early");
    std::memcpy(&value, data_.data() + at, sizeof value);
    return value;
  }

  const char* Name(std::uint32_t offset) const {
    return data_.data() + header_.hdr_len + header_.str_off + offset;
  }

  // How many bytes follow a type of this kind.
  static std::size_t Rest(std::uint32_t kind, std::size_t members) {
    constexpr std::uint32_t kEnum64 = 19;
    switch (kind) {
      case BTF_KIND_INT:
      case BTF_KIND_VAR:
      case BTF_KIND_DECL_TAG:
        return 4;
      case BTF_KIND_ARRAY:
        return 12;
      case BTF_KIND_STRUCT:
      case BTF_KIND_UNION:
      case BTF_KIND_DATASEC:
      case kEnum64:
        return 12 * members;
      case BTF_KIND_ENUM:
      case BTF_KIND_FUNC_PROTO:
        return 8 * members;
      default:
        return 0;
    }
  }

  std::vector<char> data_;
  btf_header header_{};
};

// A map of this kind must come with type information of its own, but does not use it: here, one int.
File LoadTypes() {
  struct {
    btf_header header;
    btf_type type;
    std::uint32_t encoding;
    char names[5];
  } types{{}, {1, BTF_KIND_INT << 24, {4}}, 32, "\0int"};
  btf_header& header = types.header;  // newer headers have more fields
  header.magic = BTF_MAGIC;
  header.version = 1;
  header.hdr_len = sizeof header;
  header.type_len = header.str_off = 16;
  header.str_len = sizeof types.names;
  bpf_attr attributes{};
  attributes.btf = reinterpret_cast<std::uintptr_t>(&types);
  attributes.btf_size = sizeof header + header.type_len + header.str_len;
  return Bpf(BPF_BTF_LOAD, attributes, "bpf(BPF_BTF_LOAD)");
}

}  // namespace

ExtScheduler::ExtScheduler() {
  Needs("sched-ext");
  const KernelTypes kernel;
  const auto value_type = kernel.Find("bpf_struct_ops_sched_ext_ops"), type = kernel.Find("sched_ext_ops");
  const std::size_t data = kernel.Offset(value_type, "data");
  std::vector<char> value(value_type.size);
  std::strcpy(value.data() + data + kernel.Offset(type, "name"), "rseq_conformance");
  std::memcpy(value.data() + data + kernel.Offset(type, "flags"), &kSwitchPartial, sizeof kSwitchPartial);

  types_ = LoadTypes();
  bpf_attr create{};
  create.map_type = BPF_MAP_TYPE_STRUCT_OPS;
  create.key_size = sizeof(std::uint32_t);
  create.value_size = value_type.size;
  create.max_entries = 1;
  create.map_flags = kLink;
  create.btf_fd = static_cast<std::uint32_t>(types_.get());
  create.btf_vmlinux_value_type_id = value_type.id;
  map_ = Bpf(BPF_MAP_CREATE, create, "bpf(BPF_MAP_CREATE)");

  const std::uint32_t key = 0;
  bpf_attr update{};
  update.map_fd = static_cast<std::uint32_t>(map_.get());
  update.key = reinterpret_cast<std::uintptr_t>(&key);
  update.value = reinterpret_cast<std::uintptr_t>(value.data());
  Bpf(BPF_MAP_UPDATE_ELEM, update, "bpf(BPF_MAP_UPDATE_ELEM)");

  bpf_attr link{};
  link.link_create.prog_fd = static_cast<std::uint32_t>(map_.get());  // here a map, in place of a program
  link.link_create.attach_type = kStructOpsAttachment;
  link_ = Bpf(BPF_LINK_CREATE, link, "bpf(BPF_LINK_CREATE)");
}

bool ExtScheduler::IsInForce() const {
  std::ifstream file("/sys/kernel/sched_ext/state");
  std::string state;
  file >> state;
  return state == "enabled";
}

}  // namespace rct
