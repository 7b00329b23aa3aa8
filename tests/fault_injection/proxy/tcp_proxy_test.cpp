#include "fault_injection/proxy/tcp_proxy.hpp"

#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace rehearse::fault_injection {
namespace {

using boost::asio::ip::tcp;
using simulators::Wire;
using Clock = std::chrono::steady_clock;

std::string all_bytes(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += static_cast<char>(i * 7 % 256);
  return text;
}

/// A client, a proxy and a server. The proxy runs in the test's own thread, whenever it is let.
class TcpProxied : public ::testing::Test {
 protected:
  /// Until it happens; false when it does not within a second.
  bool passes(const std::function<bool()>& happened) {
    const auto until = Clock::now() + std::chrono::seconds(10);
    while (!happened() && Clock::now() < until) io.run_one_for(std::chrono::milliseconds(1));
    return happened();
  }
  void connect(const Wire& wire = {}) {
    proxy = std::make_unique<TcpProxy>(io, acceptor.local_endpoint().port(), wire);
    client.connect({boost::asio::ip::address_v4::loopback(), proxy->port()});
    acceptor.async_accept(server, [this](auto error) { accepted = !error; });
    ASSERT_TRUE(passes([this] { return accepted; }));
    client.non_blocking(true);
    server.non_blocking(true);
  }
  /// What has come until now, and how the connection ended, if it did.
  struct Heard {
    std::string text;
    boost::system::error_code end;
    int reads = 0;
  };
  static void listen(tcp::socket& socket, Heard& heard) {
    std::array<char, 70'000> bytes{};
    boost::system::error_code error;
    const std::size_t count = socket.read_some(boost::asio::buffer(bytes), error);
    heard.text.append(bytes.data(), count);
    heard.reads += count > 0 ? 1 : 0;
    const bool ended = error && error != boost::asio::error::would_block;
    if (ended && !heard.end) heard.end = error;
  }
  bool hears(tcp::socket& socket, const std::string& text, Heard& heard) {
    return passes([&] {
      listen(socket, heard);
      return heard.text == text;
    });
  }

  boost::asio::io_context io;
  tcp::acceptor acceptor{io, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)};
  tcp::socket client{io}, server{io};
  std::unique_ptr<TcpProxy> proxy;
  bool accepted = false;
  Heard at_server, at_client;
};

TEST_F(TcpProxied, WhatIsSaidArrivesAsItWasSaidBothWays) {
  connect();
  const std::string said = all_bytes(100'000);
  boost::system::error_code error;
  std::size_t sent = 0;
  EXPECT_TRUE(passes([&] {
    sent += client.write_some(boost::asio::buffer(said.data() + sent, said.size() - sent), error);
    listen(server, at_server);
    return at_server.text.size() == said.size();
  }));
  EXPECT_EQ(at_server.text, said);
  boost::asio::write(server, boost::asio::buffer(std::string("answer")));
  EXPECT_TRUE(hears(client, "answer", at_client));
  EXPECT_TRUE(passes([this] { return proxy->passed() == 100'006; }));
}

TEST_F(TcpProxied, AnEndOfOneSideLeavesTheOtherToItself) {
  connect();
  boost::asio::write(client, boost::asio::buffer(std::string("last")));
  client.shutdown(tcp::socket::shutdown_send);
  EXPECT_TRUE(passes([&] {
    listen(server, at_server);
    return at_server.end == boost::asio::error::eof;
  }));
  EXPECT_EQ(at_server.text, "last");
  boost::asio::write(server, boost::asio::buffer(std::string("heard")));
  EXPECT_TRUE(hears(client, "heard", at_client));
}

TEST_F(TcpProxied, PiecesComeOneAfterTheOther) {
  Wire drip;
  drip.piece = 1;
  drip.pause = std::chrono::milliseconds(1);
  connect(drip);
  const auto before = Clock::now();
  const std::string said = all_bytes(40);
  boost::asio::write(client, boost::asio::buffer(said));
  EXPECT_TRUE(hears(server, said, at_server));
  EXPECT_GE(Clock::now() - before, std::chrono::milliseconds(39));
  EXPECT_GT(at_server.reads, 10);  // some come together where this thread was kept waiting
}

TEST_F(TcpProxied, AWireChangesForConnectionsThatThereAre) {
  connect();
  boost::asio::write(client, boost::asio::buffer(std::string("one")));
  EXPECT_TRUE(hears(server, "one", at_server));
  Wire broken;
  broken.cut = Wire::Cut::request;
  proxy->shape(broken);
  boost::asio::write(client, boost::asio::buffer(std::string("a request of some length")));
  EXPECT_TRUE(passes([&] {
    listen(server, at_server);
    return at_server.end.failed();
  }));
  EXPECT_EQ(at_server.text, "onea request of som");
}

TEST_F(TcpProxied, ARequestThatIsCutArrivesButForItsEndAndBothConnectionsAreReset) {
  Wire broken;
  broken.cut = Wire::Cut::request;
  connect(broken);
  boost::asio::write(client, boost::asio::buffer(std::string("a request of some length")));
  EXPECT_TRUE(passes([&] {
    listen(server, at_server);
    listen(client, at_client);
    return at_server.end.failed() && at_client.end.failed();
  }));
  EXPECT_EQ(at_server.text, "a request of som");
  EXPECT_EQ(at_server.end, boost::asio::error::connection_reset);
  EXPECT_EQ(at_client.end, boost::asio::error::connection_reset);
}

TEST_F(TcpProxied, AnAnswerThatIsCutComesBackButForItsEnd) {
  Wire broken;
  broken.cut = Wire::Cut::answer;
  connect(broken);
  boost::asio::write(client, boost::asio::buffer(std::string("request")));
  EXPECT_TRUE(hears(server, "request", at_server));
  boost::asio::write(server, boost::asio::buffer(std::string("short")));
  EXPECT_TRUE(passes([&] {
    listen(client, at_client);
    return at_client.end.failed();
  }));
  EXPECT_EQ(at_client.text, "sh");
}

TEST_F(TcpProxied, WhereNobodyListensTheConnectionBreaks) {
  const std::uint16_t nobody = acceptor.local_endpoint().port();
  acceptor.close();
  proxy = std::make_unique<TcpProxy>(io, nobody);
  client.connect({boost::asio::ip::address_v4::loopback(), proxy->port()});
  client.non_blocking(true);
  EXPECT_TRUE(passes([&] {
    listen(client, at_client);
    return at_client.end.failed();
  }));
}

TEST_F(TcpProxied, ItsConnectionsEndWithIt) {
  connect();
  proxy.reset();
  EXPECT_TRUE(passes([&] {
    listen(server, at_server);
    listen(client, at_client);
    return at_server.end.failed() && at_client.end.failed();
  }));
}

}  // namespace
}  // namespace rehearse::fault_injection
