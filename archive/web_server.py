"""gunicorn, started so that Ctrl-C while it is loaded ends it without a word."""

import signal

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until gunicorn sets its own
    from gunicorn.app.wsgiapp import run

    run(prog="gunicorn")
