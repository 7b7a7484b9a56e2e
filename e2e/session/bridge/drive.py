# Drives a node with aws-ssm-bridge, as its documentation has it, and prints what came of it as JSON: drive.py INSTANCE
import asyncio
import json
import os
import sys

from aws_ssm_bridge import PortForwarder, SessionManager

target = sys.argv[1]


async def shell(manager):
    async with await manager.start_session(target, reason="shell") as session:
        output = session.output()
        await session.send_terminal_size(111, 44)
        await session.send(b"stty size; echo $((6*7))-$(id -un)\r")
        shown = b""
        async for chunk in output:
            shown += chunk
            if b"42-root" in shown:
                return shown.decode()


# Its own run_command looks for output when the handshake is over, and misses what a quick command has printed by then.
async def command(manager):
    session = await manager.start_session(
        target,
        document_name="AWS-StartNonInteractiveCommand",
        parameters={"command": ["echo out; echo err >&2; seq 1 5; exit 3"]},
    )
    output = session.output()
    printed = b""
    async for chunk in output:
        printed += chunk
    await session.terminate()
    return printed.decode()


async def greetings(manager):
    session = await manager.start_port_forward(target, 22)
    await session.wait_ready()
    forwarder = await PortForwarder.bind()
    forwarding = asyncio.ensure_future(forwarder.forward(session))

    async def greeting():
        reader, writer = await asyncio.open_connection("127.0.0.1", forwarder.port)
        line = await reader.readline()
        writer.close()
        return line.decode()

    lines = await asyncio.gather(*[greeting() for _ in range(4)])
    forwarder.stop()
    await session.terminate()
    forwarding.cancel()
    return session.agent_version, lines


async def main():
    manager = await SessionManager.new(region="us-west-2")
    shown = await asyncio.wait_for(shell(manager), 20)
    printed = await asyncio.wait_for(command(manager), 20)
    agent, lines = await asyncio.wait_for(greetings(manager), 20)
    print(json.dumps({"shell": shown, "command": printed, "agent": agent, "greetings": lines}))


asyncio.run(main())
sys.stdout.flush()
# Its threads outlive the interpreter, which does not take that well.
os._exit(0)
