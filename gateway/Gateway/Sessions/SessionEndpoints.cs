using PartyCloud.ServiceDefaults.Hosting;

namespace PartyCloud.Gateway.Sessions;

/// <summary>Signing in and what belongs to it. Each route works on the caller's own account.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        var anyone = app.MapApi("auth", "Auth").AllowAnonymous();
        anyone.MapPost("/token", SignIn.Handle)
            .WithName(nameof(SignIn)).WithSummary("登录 · Signs in and gives the session's tokens");
        anyone.MapPost("/refresh", RefreshSession.Handle)
            .WithName(nameof(RefreshSession)).WithSummary("换取新令牌 · Exchanges the refresh token for new tokens");

        anyone.MapPost("/session", BrowserSession.Start)
            .WithName("StartBrowserSession").WithSummary("浏览器登录 · Signs a browser in: the session is held by a cookie that no script can read");

        var own = app.MapApi("auth", "Auth").RequireAuthorization();
        own.MapPost("/sign-out", SignOut.Handle)
            .WithName(nameof(SignOut)).WithSummary("退出 · Ends the session");
        own.MapDelete("/session", BrowserSession.End)
            .WithName("EndBrowserSession").WithSummary("浏览器退出 · Ends the browser's session and takes its cookie away");
        own.MapPost("/password", ChangePassword.Handle)
            .WithName(nameof(ChangePassword)).WithSummary("修改密码 · Changes one's own password");
        own.MapPost("/second-factor", SecondFactor.Enrol)
            .WithName("EnrolSecondFactor").WithSummary("申请第二因素 · Asks for an authenticator key");
        own.MapPost("/second-factor/confirm", SecondFactor.Confirm)
            .WithName("ConfirmSecondFactor").WithSummary("启用第二因素 · Confirms the key with a first code; gives the recovery codes");
        own.MapPost("/second-factor/recovery-codes", SecondFactor.RenewCodes)
            .WithName("RenewRecoveryCodes").WithSummary("更换恢复码 · Makes new recovery codes");
        own.MapPost("/second-factor/remove", SecondFactor.Remove)
            .WithName("RemoveSecondFactor").WithSummary("停用第二因素 · Does without a second factor again");
    }
}
