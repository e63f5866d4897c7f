// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_io/safetensors_reader.h"

#include "engine/model_io/model_file_error.h"
#include "tests/support/checkpoint_writer.h"

#include <QTest>

#include <functional>
#include <limits>
#include <random>

using namespace tilescribe;
using namespace tilescribe::testing;

namespace {

const NetworkTensor matrix = {"a", "a", {4, 6}};
const NetworkTensor vector = {"b", "b", {5}};

SafetensorsFile small_file() {
    SafetensorsFile file;
    file.add(matrix, ElementType::f32);
    file.add(vector, ElementType::f16);
    file.header["__metadata__"] = {{"format", "pt"}};
    return file;
}

std::string error_of(std::span<const std::byte> bytes) {
    const Bytes exact(bytes.begin(), bytes.end());  // so that asan sees a read past the end
    try {
        TensorTable tensors("test.safetensors");
        parse_safetensors(exact, "test.safetensors", tensors);
    } catch (const ModelFileError& error) {
        return error.what();
    }
    return "";
}

Bytes with_header(const std::string& header, std::uint64_t length) {
    std::string bytes;
    for (unsigned shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(length >> shift & 0xFFU);
    return bytes_of(bytes + header);
}

}  // namespace

class SafetensorsReaderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_what_was_written() {
        const Bytes bytes = small_file().bytes();
        TensorTable tensors("test");
        parse_safetensors(bytes, "test", tensors);
        const StoredTensor a = tensors.take("a");
        QVERIFY(a.type == ElementType::f32);
        QVERIFY(a.shape == (std::vector<std::int64_t>{4, 6}));
        QVERIFY(std::ranges::equal(a.bytes, encode_test_values(matrix, ElementType::f32)));
        const StoredTensor b = tensors.take("b");
        QVERIFY(b.type == ElementType::f16);
        QVERIFY(std::ranges::equal(b.bytes, encode_test_values(vector, ElementType::f16)));
        tensors.require_empty();
    }

    void refuses_wrong_headers_data() {
        using Change = std::function<void(nlohmann::json&)>;
        using Json = nlohmann::json;
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const Change& change, const char* message) {
            QTest::newRow(name) << change << message;
        };
        row("no dtype", [](Json& h) { h["a"].erase("dtype"); }, "'a' is stored as ''");
        row("dtype of another kind", [](Json& h) { h["a"]["dtype"] = 7; }, "'a' is stored as ''");
        row("dtype not supported", [](Json& h) { h["a"]["dtype"] = "F8_E4M3"; }, "'F8_E4M3'; F32, F16 and BF16");
        row("no shape", [](Json& h) { h["a"].erase("shape"); }, "'a' has no shape");
        row("shape no list", [](Json& h) { h["a"]["shape"] = "4"; }, "'a' has no shape");
        row("negative dimension", [](Json& h) { h["a"]["shape"] = {-4, -6}; }, "impossible shape");
        row("broken dimension", [](Json& h) { h["a"]["shape"] = {4.5, 6}; }, "impossible shape");
        row(
            "huge dimension", [](Json& h) { h["a"]["shape"] = {std::numeric_limits<std::uint64_t>::max(), 6}; },
            "impossible shape");
        row(
            "product overflows", [](Json& h) { h["a"]["shape"] = {std::int64_t{1} << 32, std::int64_t{1} << 30, 4, 6}; },
            "cannot lie in 96 bytes");
        row("row overflows", [](Json& h) { h["a"]["shape"] = {std::int64_t{1} << 62}; }, "cannot lie in 96 bytes");
        row("shape too large", [](Json& h) { h["a"]["shape"] = {4, 7}; }, "of shape [4, 7] in f32 cannot lie in 96 bytes");
        row("shape too small", [](Json& h) { h["a"]["shape"] = {4, 5}; }, "cannot lie in 96 bytes");
        row("no dimensions", [](Json& h) { h["a"]["shape"] = Json::array(); }, "cannot lie in 96 bytes");
        row("many dimensions", [](Json& h) { h["a"]["shape"] = std::vector<int>(100, 1); }, "has 100 dimensions");
        row("no offsets", [](Json& h) { h["a"].erase("data_offsets"); }, "has no data_offsets");
        row("one offset", [](Json& h) { h["a"]["data_offsets"] = {0}; }, "no valid data_offsets");
        row("three offsets", [](Json& h) { h["a"]["data_offsets"] = {0, 96, 97}; }, "no valid data_offsets");
        row("negative offset", [](Json& h) { h["a"]["data_offsets"] = {-96, 0}; }, "impossible data_offsets");
        row("offsets turned round", [](Json& h) { h["a"]["data_offsets"] = {96, 0}; }, "no valid data_offsets");
        row("offset out of the file", [](Json& h) { h["a"]["data_offsets"] = {11, 107}; }, "'a' lies beyond the end");
        row(
            "offset far out of the file",
            [](Json& h) { h["a"]["data_offsets"] = {std::int64_t{1} << 62, (std::int64_t{1} << 62) + 96}; },
            "'a' lies beyond the end");
        row("offsets overlap", [](Json& h) { h["b"]["data_offsets"] = {95, 105}; }, "'a' and 'b' overlap");
        row("entry is a number", [](Json& h) { h["a"] = 1; }, "'a' is not described");
        row("entry is null", [](Json& h) { h["a"] = nullptr; }, "'a' is not described");
        row(
            "data missing", [](Json& h) { h["c"] = {{"dtype", "F32"}, {"shape", {1000}}, {"data_offsets", {106, 4106}}}; },
            "'c' lies beyond");
    }

    void refuses_wrong_headers() {
        QFETCH(std::function<void(nlohmann::json&)>, change);
        QFETCH(QString, message);
        SafetensorsFile file = small_file();
        change(file.header);
        const std::string error = error_of(file.bytes());
        QVERIFY2(QString::fromStdString(error).startsWith("test.safetensors: "), error.c_str());
        QVERIFY2(QString::fromStdString(error).contains(message), error.c_str());
    }

    void refuses_wrong_lengths_and_json_data() {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<qulonglong>("length");
        QTest::addColumn<QString>("message");
        constexpr auto most = std::numeric_limits<qulonglong>::max();
        QTest::newRow("length absurd") << QByteArray("{}") << most << "18446744073709551615 bytes long";
        QTest::newRow("length beyond the file") << QByteArray("{}") << qulonglong{3} << "ends within the header";
        QTest::newRow("length 0") << QByteArray("{}") << qulonglong{0} << "not valid JSON";
        QTest::newRow("half an object") << QByteArray("{\"a\":") << qulonglong{5} << "not valid JSON (at byte 6)";
        QTest::newRow("a list") << QByteArray("[1]") << qulonglong{3} << "not a JSON object";
        QTest::newRow("not UTF-8") << QByteArray("{\"\xff\":1}") << qulonglong{7} << "not valid JSON";
        const QByteArray nested = "{\"a\":" + QByteArray(1 << 20, '[');
        QTest::newRow("deeply nested lists") << nested << qulonglong(nested.size()) << "nested too deeply";
        QByteArray objects;
        for (int i = 0; i < 100000; ++i) objects += "{\"a\":";
        QTest::newRow("deeply nested objects") << objects << qulonglong(objects.size()) << "nested too deeply";
        const QByteArray twice = "{\"a\":1,\"a\":2}";
        QTest::newRow("name twice") << twice << qulonglong(twice.size()) << "'a' twice";
        const QByteArray number = "{\"a\":1e999999}";
        QTest::newRow("number beyond bounds") << number << qulonglong(number.size()) << "JSON";
    }

    void refuses_wrong_lengths_and_json() {
        QFETCH(QByteArray, header);
        QFETCH(qulonglong, length);
        QFETCH(QString, message);
        const std::string error = error_of(with_header(header.toStdString(), length));
        QVERIFY2(QString::fromStdString(error).contains(message), error.c_str());
    }

    void refuses_a_tensor_in_two_files() {
        const Bytes bytes = small_file().bytes();
        TensorTable tensors("folder");
        parse_safetensors(bytes, "one", tensors);
        QVERIFY_THROWS_EXCEPTION(ModelFileError, parse_safetensors(bytes, "two", tensors));
    }

    void refuses_truncated_files() {
        const Bytes bytes = small_file().bytes();
        for (std::size_t cut = 0; cut < bytes.size(); ++cut)
            QVERIFY2(!error_of(std::span(bytes).first(cut)).empty(), std::to_string(cut).c_str());
        QCOMPARE(error_of(bytes), std::string());
        QCOMPARE(error_of({}), std::string("test.safetensors: is empty"));
    }

    void survives_damaged_bytes() {
        const Bytes bytes = small_file().bytes();
        std::mt19937 random(3);
        std::uniform_int_distribution<std::size_t> anywhere(0, bytes.size() - 1);
        std::uniform_int_distribution<int> value(0, 255);
        for (int i = 0; i < 20000; ++i) {
            Bytes damaged = bytes;
            for (int k = 0; k < 2; ++k) damaged[anywhere(random)] = static_cast<std::byte>(value(random));
            (void)error_of(damaged);
        }
    }
};

QTEST_GUILESS_MAIN(SafetensorsReaderTest)
#include "safetensors_reader_test.moc"
