#include "simulators/live/address_book.hpp"

#include <time.h>

#include <stdexcept>
#include <utility>

namespace rehearse::simulators::live {

namespace {
constexpr std::uint64_t book_magic = 0x72656865'6172'7365;  // "rehearse"
}  // namespace

std::int64_t monotonic_ns() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

AddressBook AddressBook::create(const std::string& path, std::size_t nodes) {
  const std::size_t bytes = bytes_for(nodes);
  MappedFile file = MappedFile::create(path, bytes);
  file.reserve(bytes);
  AddressBook book(std::move(file));
  book.header() = {book_magic, monotonic_ns(), nodes};
  return book;
}

AddressBook AddressBook::open(const std::string& path) {
  MappedFile file = MappedFile::open(path, true);
  const bool whole = file.size() >= sizeof(Header);
  AddressBook book(std::move(file));
  const bool known = whole && book.header().magic == book_magic;
  if (!known || book.file_.size() < bytes_for(book.nodes()))
    throw std::runtime_error(path + " is no address book of a live run");
  return book;
}

}  // namespace rehearse::simulators::live
