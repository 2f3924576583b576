using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PartyCloud.Demo.Generation;
using PartyCloud.Demo.Loading;

namespace PartyCloud.Demo.Tests;

/// <summary>The caller against a server that refuses, sends away and forgets tokens as a busy gateway may.</summary>
public sealed class GatewayTests : IAsyncLifetime
{
    private static readonly int[] FirstPage = [1, 2];
    private static readonly int[] LastPage = [3];

    private readonly WebApplication _app;
    private readonly List<string> _keys = [];
    private int _signIns;
    private int _busy = 2;
    private int _posts;
    private int _polls;
    private int _tooEarly = 1;
    private int _unknown = 1;
    private string _sheet = "";

    public GatewayTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
    }

    public async Task InitializeAsync()
    {
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapPost("/api/v1/auth/token", () => new { accessToken = $"token-{++_signIns}", expiresIn = 900 });
        _app.MapPost("/things", (HttpRequest request) =>
        {
            _keys.Add(request.Headers["Idempotency-Key"].ToString());
            _posts++;
            if (request.Headers.Authorization == "Bearer token-1")
            {
                return Results.Unauthorized();
            }

            if (_busy-- > 0)
            {
                request.HttpContext.Response.Headers.RetryAfter = "0";
                return Results.StatusCode(_busy == 0 ? 503 : 429);
            }

            return Results.Ok(new { id = 1 });
        });
        _app.MapPost("/refused", () => Results.Json(new { title = "Refused", code = "thing.refused" }, statusCode: 409));
        _app.MapGet("/list", (string? cursor) => new { items = cursor is null ? FirstPage : LastPage, next = cursor is null ? "a b&c" : null });
        _app.MapPost("/api/v1/organizations/imports", ReceiveAsync);
        _app.MapPost("/api/v1/members/imports", ReceiveAsync);
        _app.MapGet("/api/v1/organizations/by-code/{code}", (string code) => new { id = code });
        _app.MapGet("/api/v1/members", (string under) => _unknown-- > 0 ? Results.NotFound() : Results.Ok(new { items = Array.Empty<int>(), next = (string?)null }));
        _app.MapGet("/jobs/{id}", (int id) => new
        {
            id,
            state = ++_polls % 3 == 0 ? "succeeded" : "running",
            done = 5,
            total = 10,
            errors = _polls % 3 == 0 && _sheet.StartsWith("id_number", StringComparison.Ordinal) && _tooEarly-- > 0 ? [new { row = 2, column = "organization_code", code = "import.organization-unknown", text = "y" }] : Array.Empty<object>(),
        });
        await _app.StartAsync();
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_call_signs_in_again_waits_when_told_to_and_keeps_its_key()
    {
        using var gateway = Open();
        Assert.Equal(1, (int?)(await gateway.PostAsync("/things", null, default))["id"]);
        Assert.Equal((2, 4), (_signIns, _posts));
        Assert.Single(_keys.Distinct());
        Assert.True(Guid.TryParse(_keys[0], out _));
    }

    [Fact]
    public async Task A_refusal_is_told_with_its_code_and_not_repeated()
    {
        using var gateway = Open();
        var refused = await Assert.ThrowsAsync<GatewayException>(() => gateway.PostAsync("/refused", null, default));
        Assert.Equal((409, "thing.refused"), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task A_list_is_read_to_its_end()
    {
        using var gateway = Open();
        var items = new List<int>();
        await foreach (var item in gateway.ListAsync("/list", default))
        {
            items.Add((int)item);
        }

        Assert.Equal([1, 2, 3], items);
    }

    [Fact]
    public async Task Sheets_are_sent_as_they_are_made_and_their_jobs_waited_for()
    {
        using var gateway = Open();
        var county = Sample.Create("county", null, null, 1);
        await Load.OrganizationsAsync(gateway, county, default);
        Assert.Equal(289, _sheet.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length - 1);
        Assert.Equal(3, _polls);

        // The first time the members' service does not know the organizations yet.
        await Load.MembersAsync(gateway, county, default);
        Assert.Equal(3_869, _sheet.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length - 1);
        Assert.Equal(9, _polls);
    }

    [Theory]
    [InlineData("--demo county --write x", true)]
    [InlineData("--demo city --gateway http://127.0.0.1:8080 --members 3000000 --organizations 100000 --seed 5", true)]
    [InlineData("--demo county", false)]
    [InlineData("--demo village --write x", false)]
    [InlineData("--demo county --write x --organizations 300", false)]
    [InlineData("--demo county --write x --members -1", false)]
    [InlineData("--demo county --write", false)]
    [InlineData("--demo county --write x --unknown y", false)]
    [InlineData("--demo county --gateway ftp://x", false)]
    public void The_command_line_is_checked(string line, bool good)
    {
        var thrown = Record.Exception(() => DemoOptions.Parse(line.Split(' ')));
        Assert.Equal(good, thrown is null);
        Assert.True(good || thrown is ArgumentException);
    }

    private Gateway Open() => new(new Uri(_app.Urls.Single()), "admin", "x", TimeProvider.System);

    private async Task<IResult> ReceiveAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        using var text = new StreamReader(form.Files["file"]!.OpenReadStream(), Encoding.UTF8);
        _sheet = await text.ReadToEndAsync();
        return Results.Accepted("/jobs/7", new { id = 7, state = "queued" });
    }
}
