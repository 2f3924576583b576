using System.Diagnostics;
using System.Globalization;
using System.Text;
using PartyCloud.Client.Webhooks;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

/// <summary>The programs by which receivers verify, as they are delivered, in each of the four languages.</summary>
public sealed class WebhookSampleTests : IDisposable
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static readonly byte[] Body = """{"type":"organization.updated","data":{"code":"样例001002003"}}"""u8.ToArray();

    private readonly string folder = Directory.CreateTempSubdirectory("partycloud-webhooks-").FullName;

    public WebhookSampleTests()
    {
        // Away from the repository, so that its build settings do not help.
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Folder(), "deploy", "docs", "portals", "webhooks")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("dotnet", "run", "verify.cs")]
    [InlineData("java", "-Dfile.encoding=UTF-8", "Verify.java")]
    [InlineData("python3", "verify.py")]
    [InlineData("node", "verify.mjs")]
    public async Task The_sample_believes_what_the_gateway_signed_and_nothing_else(string program, params string[] arguments)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var signature = WebhookSignature.Sign(WebhookSignature.KeyOf(Secret), "m1", now, Body);
        var old = now - 400;

        Assert.Equal("ok", await SaysAsync("m1", now, signature, Body));
        Assert.Equal("ok", await SaysAsync("m1", now, $"v1,AAAA {signature}", Body));
        Assert.Equal("refused", await SaysAsync("m1", now, signature, [.. Body, (byte)'\n']));
        Assert.Equal("refused", await SaysAsync("m2", now, signature, Body));
        Assert.Equal("refused", await SaysAsync("m1", old, WebhookSignature.Sign(WebhookSignature.KeyOf(Secret), "m1", old, Body), Body));

        async Task<string> SaysAsync(string id, long timestamp, string signatures, byte[] body)
        {
            var start = new ProcessStartInfo(program, [.. arguments, id, timestamp.ToString(CultureInfo.InvariantCulture), signatures])
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
                Environment = { ["WEBHOOK_SECRET"] = Secret, ["PYTHONIOENCODING"] = "utf-8", ["MSBUILDDISABLENODEREUSE"] = "1" },
            };
            using var process = Process.Start(start)!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.StandardInput.BaseStream.WriteAsync(body);
            process.StandardInput.Close();
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0, await errors);
            return (await output).Trim();
        }
    }
}
