using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;

namespace PartyCloud.Gateway.Accounts;

/// <summary>Administration of accounts and posts, within the caller's reach.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        var accounts = app.MapApi("accounts", "Accounts");
        accounts.MapPost("", CreateAccount.Handle)
            .WithName(nameof(CreateAccount)).WithSummary("开立账号 · Opens an account").RequirePermission("accounts.create");
        accounts.MapGet("", ListAccounts.Handle)
            .WithName(nameof(ListAccounts)).WithSummary("账号列表 · Accounts within reach").RequirePermission("accounts.read");
        accounts.MapGet("/roles", ListRoles.Handle)
            .WithName(nameof(ListRoles)).WithSummary("角色表 · What each role may do").RequirePermission("accounts.read");
        accounts.MapGet("/organizations", FindOrganizations.Handle)
            .WithName("FindPlaces").WithSummary("查找岗位所在党组织 · Organizations within reach, by name or code").RequirePermission("accounts.read");
        accounts.MapGet("/{id:guid}", GetAccount.Handle)
            .WithName(nameof(GetAccount)).WithSummary("账号详情 · One account with its posts").RequirePermission("accounts.read");
        accounts.MapPatch("/{id:guid}", ChangeAccount.Rename)
            .WithName(nameof(ChangeAccount)).WithSummary("变更账号 · Changes what is given").RequirePermission("accounts.change");
        accounts.MapPost("/{id:guid}/disable", ChangeAccount.Disable)
            .WithName("DisableAccount").WithSummary("停用 · Disables the account and ends its sessions").RequirePermission("accounts.disable");
        accounts.MapPost("/{id:guid}/enable", ChangeAccount.Enable)
            .WithName("EnableAccount").WithSummary("启用 · Enables the account again").RequirePermission("accounts.disable");
        accounts.MapPost("/{id:guid}/reset-password", ChangeAccount.ResetPassword)
            .WithName("ResetPassword").WithSummary("重置密码 · Sets a password that its owner must change").RequirePermission("accounts.reset");
        accounts.MapPost("/{id:guid}/reset-second-factor", ChangeAccount.ResetSecondFactor)
            .WithName("ResetSecondFactor").WithSummary("重置第二因素 · Removes a lost second factor").RequirePermission("accounts.reset");
        accounts.MapPost("/{id:guid}/posts", GrantPost.Handle)
            .WithName(nameof(GrantPost)).WithSummary("授予岗位 · Grants a post").RequirePermission("accounts.grant");
        accounts.MapDelete("/{id:guid}/posts/{postId:guid}", WithdrawPost.Handle)
            .WithName(nameof(WithdrawPost)).WithSummary("撤回岗位 · Withdraws a post").RequirePermission("accounts.grant");
    }
}
